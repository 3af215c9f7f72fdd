package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a hold was released. */
public enum ReleaseCause {
    /** By the caller. */
    @JsonProperty("released")
    RELEASED,
    /** The reservation expired. */
    @JsonProperty("expired")
    EXPIRED,
    /** Another line of the same cart could not be held. */
    @JsonProperty("shortage")
    SHORTAGE,
    /** The attempt to hold the whole cart was abandoned. */
    @JsonProperty("abandoned")
    ABANDONED
}
