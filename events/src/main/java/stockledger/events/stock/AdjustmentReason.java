package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a count was put right. */
public enum AdjustmentReason {
    @JsonProperty("received")
    RECEIVED,
    @JsonProperty("correction")
    CORRECTION,
    @JsonProperty("damaged")
    DAMAGED,
    @JsonProperty("shrinkage")
    SHRINKAGE,
    @JsonProperty("found")
    FOUND,
    @JsonProperty("promotion")
    PROMOTION,
    @JsonProperty("return")
    RETURN
}
