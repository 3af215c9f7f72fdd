package stockledger.command.webhook;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.WebhookId;

/** The refusals of webhook commands. */
public abstract sealed class WebhookRefusal extends Refusal {

    private WebhookRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /** There is no such webhook. */
    public static final class WebhookNotFound extends WebhookRefusal {
        public WebhookNotFound(WebhookId id) {
            super(Kind.UNKNOWN, "webhook-not-found", "There is no such webhook.", Map.of("id", id));
        }
    }

    /** The master keys cannot be read, so no secret can be made or shown. */
    public static final class WebhookSecretsUnavailable extends WebhookRefusal {
        public WebhookSecretsUnavailable() {
            super(
                    Kind.BUSY,
                    "webhook-secrets-unavailable",
                    "The master keys of webhooks cannot be read now: try again later.",
                    Map.of());
        }
    }
}
