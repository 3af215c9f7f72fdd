package stockledger.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what condition units came back. */
public enum ReturnCondition {
    /** They can be sold again. */
    @JsonProperty("sellable")
    SELLABLE,
    /** They are there, and cannot be sold. */
    @JsonProperty("unavailable")
    UNAVAILABLE
}
