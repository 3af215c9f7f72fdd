package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The policy by which the locations of a promise were chosen. */
public enum LocationChoice {
    /** Whoever asked said where. */
    @JsonProperty("given")
    GIVEN,
    /** From as few locations as possible, the fullest first. */
    @JsonProperty("fewestLocations")
    FEWEST_LOCATIONS,
    /** In the shop's own order of its locations. */
    @JsonProperty("priorityOrder")
    PRIORITY_ORDER
}
