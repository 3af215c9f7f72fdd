package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the locations of a hold were chosen. */
public enum LocationChoice {
    /** By the caller. */
    @JsonProperty("given")
    GIVEN,
    /** As few locations as possible, those with the most available units first. */
    @JsonProperty("fewestLocations")
    FEWEST_LOCATIONS,
    /** By the configured order of the locations. */
    @JsonProperty("priorityOrder")
    PRIORITY_ORDER
}
