package stockledger.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Identifier of a webhook.
 *
 * @param value 1 to 64 letters, digits, dots, underscores or hyphens; upper and lower case differ
 */
public record WebhookId(@JsonValue String value) {

    @JsonCreator
    public WebhookId {
        Identifiers.require("webhook id", value);
    }

    /** The name of the webhook's event stream. */
    public String stream() {
        return "webhook:" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
