package stockledger.events.stock;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which units an adjustment takes, when not the sellable ones. */
public enum TakenFrom {
    @JsonProperty("unavailable")
    UNAVAILABLE
}
