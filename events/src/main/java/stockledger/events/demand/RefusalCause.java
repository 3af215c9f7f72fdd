package stockledger.events.demand;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why units were not held. */
public enum RefusalCause {
    /** Too few were available. */
    @JsonProperty("shortage")
    SHORTAGE,
    /** The product is discontinued. */
    @JsonProperty("discontinued")
    DISCONTINUED
}
