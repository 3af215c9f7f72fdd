package stockledger.command.webhook;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import stockledger.events.WebhookId;

/** The commands of a webhook. They are never stored, so they have no stored names. */
public sealed interface WebhookCommand {

    /** The webhook that decides the command. */
    WebhookId id();

    /** The stream of the aggregate that decides the command. */
    @TargetAggregateIdentifier
    default String stream() {
        return id().stream();
    }

    /**
     * Registers a webhook.
     *
     * @param keyId the master key of its secret
     */
    record RegisterWebhook(WebhookId id, WebhookTarget target, String keyId) implements WebhookCommand {}

    /**
     * Changes where events are delivered to, and which.
     *
     * @param change from the current values to the new ones
     */
    record ChangeWebhook(WebhookId id, UnaryOperator<WebhookTarget> change) implements WebhookCommand {}

    /**
     * Makes a new secret.
     *
     * @param keyId the master key of the new secret
     * @param previousUntil until then deliveries are signed with the previous secret too
     * @param at when the command was accepted
     */
    record RotateWebhookSecret(WebhookId id, String keyId, Instant previousUntil, Instant at)
            implements WebhookCommand {}

    /** Pauses deliveries; a repetition changes nothing. */
    record PauseWebhook(WebhookId id, @Nullable String reason) implements WebhookCommand {}

    /** Resumes deliveries, also those that were paused after failures. */
    record ResumeWebhook(WebhookId id) implements WebhookCommand {}

    /** Delivers events again: those after a position, or from a time on. */
    record ReplayWebhook(
            WebhookId id,
            @Nullable Long afterPosition,
            @Nullable Instant from) implements WebhookCommand {}

    /** Skips an event: it is not delivered any more, and those that wait behind it are. */
    record SkipWebhookEvent(WebhookId id, String eventId) implements WebhookCommand {}

    /** Removes the webhook. */
    record RemoveWebhook(WebhookId id) implements WebhookCommand {}
}
