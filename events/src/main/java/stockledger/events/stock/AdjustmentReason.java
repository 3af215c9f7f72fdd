package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why stock was adjusted. */
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
