package stockledger.command.webhook;

import java.time.Instant;
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

    /** So many webhooks are registered that no more may be. */
    public static final class TooManyWebhooks extends WebhookRefusal {
        TooManyWebhooks(int max) {
            super(
                    Kind.CONFLICT,
                    "too-many-webhooks",
                    "There are " + max + " webhooks, and no more are registered: remove one.",
                    Map.of("max", max));
        }
    }

    /** So many secrets sign that another rotation would end one before its time. */
    public static final class TooManyWebhookSecrets extends WebhookRefusal {
        TooManyWebhookSecrets(WebhookId id, Instant until) {
            super(
                    Kind.CONFLICT,
                    "too-many-webhook-secrets",
                    "As many secrets sign as may: rotate again after the first of them has ended.",
                    Map.of("id", id, "until", until));
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
