package stockledger.query.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.events.webhook.WebhookEvent;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;
import stockledger.query.projection.ProjectedEvent;

/**
 * A webhook as its events describe it: which events are to be delivered, and where. {@link DeliveryProgress} has what was delivered.
 *
 * @param registration null before the first event
 * @param secrets the secrets that sign; the newest is the last one
 * @param pausedSince null unless an operator has paused it
 * @param resumptions how often it was resumed
 * @param replay the newest replay; null for none
 * @param skipped identifiers of events that are not delivered
 */
record WebhookView(
        String id,
        @Nullable Registration registration,
        Selection selection,
        @Nullable String description,
        List<Secret> secrets,
        @Nullable Instant pausedSince,
        @Nullable String pauseReason,
        int resumptions,
        @Nullable Replay replay,
        List<String> skipped,
        boolean removed) {

    /** Events that are remembered as skipped, the newest ones: an older one would be refused again in a replay. */
    private static final int MAX_SKIPPED = 100;

    WebhookView {
        // Documents of earlier releases have none.
        skipped = skipped == null ? List.of() : skipped;
    }

    /**
     * When it was registered.
     *
     * @param position global position of the event
     * @param by who registered it
     */
    record Registration(Instant at, long position, String by) {}

    /**
     * What a secret is derived from.
     *
     * @param keyId its master key
     * @param until when it ends; null for the newest
     */
    record Secret(int version, String keyId, @Nullable Instant until) {}

    /**
     * A replay: events after a position, or from a time on, are delivered again.
     *
     * @param number from 1
     */
    record Replay(
            int number,
            @Nullable Long afterPosition,
            @Nullable Instant from) {}

    static WebhookView empty(String id) {
        return new WebhookView(id, null, Selection.NONE, null, List.of(), null, null, 0, null, List.of(), false);
    }

    WebhookView on(ProjectedEvent event) {
        if (!(event.payload() instanceof WebhookEvent change)) {
            throw new IllegalStateException("unknown event " + event.payload().getClass());
        }
        if (change instanceof WebhookRegistered is) {
            Selection selected = Selection.of(is.url(), is.types(), is.skuPrefix(), is.locationId());
            Registration at = new Registration(event.at(), event.position(), event.actor());
            return new WebhookView(
                    id,
                    at,
                    selected,
                    is.description(),
                    List.of(new Secret(1, is.keyId(), null)),
                    null,
                    null,
                    0,
                    null,
                    List.of(),
                    false);
        } else if (change instanceof WebhookChanged is) {
            Selection selected = Selection.of(is.url(), is.types(), is.skuPrefix(), is.locationId());
            return with(selected, is.description(), secrets);
        } else if (change instanceof WebhookSecretRotated is) {
            return with(selection, description, rotated(is, event.at()));
        } else if (change instanceof WebhookPaused is) {
            return with(event.at(), is.reason(), resumptions, replay, false);
        } else if (change instanceof WebhookResumed) {
            return with(null, null, resumptions + 1, replay, false);
        } else if (change instanceof WebhookReplayRequested is) {
            Replay requested = new Replay(is.number(), is.afterPosition(), is.from());
            return with(pausedSince, pauseReason, resumptions, requested, false);
        } else if (change instanceof WebhookEventSkipped is) {
            return skipping(is.eventId());
        } else if (change instanceof WebhookRemoved) {
            return with(pausedSince, pauseReason, resumptions, replay, true);
        }
        throw new IllegalStateException("unknown event " + change.getClass());
    }

    /** The secrets after a rotation: each one signs until the time that was named for it. */
    private List<Secret> rotated(WebhookSecretRotated is, Instant at) {
        List<Secret> all = new ArrayList<>();
        for (Secret one : secrets) {
            Instant until = one.until() == null ? is.previousUntil() : one.until();
            if (until.isAfter(at)) {
                all.add(new Secret(one.version(), one.keyId(), until));
            }
        }
        all.add(new Secret(is.version(), is.keyId(), null));
        return all;
    }

    private WebhookView with(Selection selected, @Nullable String text, List<Secret> all) {
        return new WebhookView(
                id, registration, selected, text, all, pausedSince, pauseReason, resumptions, replay, skipped, removed);
    }

    private WebhookView with(
            @Nullable Instant paused,
            @Nullable String reason,
            int resumed,
            @Nullable Replay requested,
            boolean isRemoved) {
        return new WebhookView(
                id,
                registration,
                selection,
                description,
                secrets,
                paused,
                reason,
                resumed,
                requested,
                skipped,
                isRemoved);
    }

    private WebhookView skipping(String event) {
        List<String> all = Stream.concat(skipped.stream(), Stream.of(event)).toList();
        return new WebhookView(
                id,
                registration,
                selection,
                description,
                secrets,
                pausedSince,
                pauseReason,
                resumptions,
                replay,
                all.subList(Math.max(0, all.size() - MAX_SKIPPED), all.size()),
                removed);
    }

    /** Whether events are to be delivered, unless too many failures have paused it. */
    boolean isActive() {
        return registration != null && !removed && pausedSince == null;
    }
}
