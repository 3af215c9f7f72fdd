package stockledger.events.webhook;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.WebhookId;

/** Events of a webhook, in the stream {@link WebhookId#stream()}. Its secret is in none of them. */
public sealed interface WebhookEvent {

    WebhookId id();

    /**
     * A webhook was registered: events after this one are delivered to it.
     *
     * @param url to which events are sent
     * @param types stored names of the events, or families such as {@code stock.*}; none for all
     * @param skuPrefix beginning of the SKUs; null for all
     * @param locationId a location that the events concern; null for all
     * @param description what it is for
     * @param keyId the master key of its secret, which has version 1
     */
    @JsonTypeName("webhook.WebhookRegistered")
    @Revision("1")
    record WebhookRegistered(
            WebhookId id,
            String url,
            List<String> types,
            @Nullable String skuPrefix,
            @Nullable LocationId locationId,
            @Nullable String description,
            String keyId)
            implements WebhookEvent {

        public WebhookRegistered {
            types = List.copyOf(types);
        }
    }

    /**
     * The address, the filter or the description of the webhook was replaced; all values are the new ones.
     *
     * @param types stored names of the events, or families such as {@code stock.*}; none for all
     * @param skuPrefix beginning of the SKUs; null for all
     * @param locationId a location that the events concern; null for all
     */
    @JsonTypeName("webhook.WebhookChanged")
    @Revision("1")
    record WebhookChanged(
            WebhookId id,
            String url,
            List<String> types,
            @Nullable String skuPrefix,
            @Nullable LocationId locationId,
            @Nullable String description)
            implements WebhookEvent {

        public WebhookChanged {
            types = List.copyOf(types);
        }
    }

    /**
     * The webhook got a new secret.
     *
     * @param version of the new secret
     * @param keyId the master key of the new secret
     * @param previousUntil until then deliveries are signed with the previous secret too
     */
    @JsonTypeName("webhook.WebhookSecretRotated")
    @Revision("1")
    record WebhookSecretRotated(WebhookId id, int version, String keyId, Instant previousUntil)
            implements WebhookEvent {}

    /**
     * An operator paused the webhook: nothing is delivered until it is resumed.
     *
     * @param reason in the operator's words
     */
    @JsonTypeName("webhook.WebhookPaused")
    @Revision("1")
    record WebhookPaused(WebhookId id, @Nullable String reason) implements WebhookEvent {}

    /** The webhook was resumed, whether an operator or too many failures had paused it: deliveries go on where they stopped. */
    @JsonTypeName("webhook.WebhookResumed")
    @Revision("1")
    record WebhookResumed(WebhookId id) implements WebhookEvent {}

    /**
     * A replay was requested: events are delivered again, apart from what is not delivered yet. Either position or time is given.
     *
     * @param number of the replay, from 1
     * @param afterPosition global position after which events are delivered
     * @param from time from which on events are delivered
     */
    @JsonTypeName("webhook.WebhookReplayRequested")
    @Revision("1")
    record WebhookReplayRequested(
            WebhookId id,
            int number,
            @Nullable Long afterPosition,
            @Nullable Instant from) implements WebhookEvent {}

    /**
     * An operator skipped an event that the receiver refused: it is not delivered any more, and those after it are.
     *
     * @param eventId identifier of the event
     */
    @JsonTypeName("webhook.WebhookEventSkipped")
    @Revision("1")
    record WebhookEventSkipped(WebhookId id, String eventId) implements WebhookEvent {}

    /** The webhook was removed: nothing is delivered to it any more. */
    @JsonTypeName("webhook.WebhookRemoved")
    @Revision("1")
    record WebhookRemoved(WebhookId id) implements WebhookEvent {}
}
