package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a promise was taken back. */
public enum ReleaseCause {
    /** The caller let go. */
    @JsonProperty("released")
    RELEASED,
    /** Its time was over. */
    @JsonProperty("expired")
    EXPIRED,
    /** Another line of the same cart could not be held, so none is. */
    @JsonProperty("shortage")
    SHORTAGE,
    /** Whoever was holding the cart together stopped half way. */
    @JsonProperty("abandoned")
    ABANDONED
}
