package stockledger.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The condition of returned units. */
public enum ReturnCondition {
    @JsonProperty("sellable")
    SELLABLE,
    /** On hand but not sellable. */
    @JsonProperty("unavailable")
    UNAVAILABLE
}
