package stockledger.command.webhook;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;

/**
 * The state of a webhook, as answer to its commands. Its members are part of stored snapshots.
 *
 * @param secretVersion version of the newest secret, from 1
 * @param keyId the master key of that secret
 * @param previousUntil until when deliveries are signed with the secret before too; null before the first rotation
 * @param olderUntil until when the secrets before that one sign, the last to end first; those that have ended may be missing
 * @param paused whether an operator has paused it
 * @param replays number of replays that were requested
 */
record WebhookState(
        WebhookTarget target,
        int secretVersion,
        String keyId,
        @Nullable Instant previousUntil,
        List<Instant> olderUntil,
        boolean paused,
        boolean removed,
        int replays) {

    /** Secrets that sign at the same time, the newest included. */
    static final int MAX_SECRETS = 5;

    WebhookState {
        // Snapshots of earlier releases have none.
        olderUntil = olderUntil == null ? List.of() : List.copyOf(olderUntil);
    }

    static WebhookState of(WebhookRegistered event) {
        WebhookTarget target = new WebhookTarget(
                event.url(), event.types(), event.skuPrefix(), event.locationId(), event.description());
        return new WebhookState(target, 1, event.keyId(), null, List.of(), false, false, 0);
    }

    WebhookState after(WebhookChanged event) {
        WebhookTarget changed = new WebhookTarget(
                event.url(), event.types(), event.skuPrefix(), event.locationId(), event.description());
        return new WebhookState(changed, secretVersion, keyId, previousUntil, olderUntil, paused, removed, replays);
    }

    WebhookState after(WebhookSecretRotated event) {
        List<Instant> older = Stream.concat(olderUntil.stream(), Stream.ofNullable(previousUntil))
                .sorted(Comparator.reverseOrder())
                .limit(MAX_SECRETS - 2)
                .toList();
        return new WebhookState(
                target, event.version(), event.keyId(), event.previousUntil(), older, paused, removed, replays);
    }

    /**
     * When those end that sign beside a new secret.
     *
     * @param newestUntil when the newest one ends after a rotation
     */
    List<Instant> signingUntil(Instant at, Instant newestUntil) {
        return Stream.of(olderUntil.stream(), Stream.ofNullable(previousUntil), Stream.of(newestUntil))
                .flatMap(all -> all)
                .filter(until -> until.isAfter(at))
                .toList();
    }

    WebhookState paused(boolean isPaused) {
        return new WebhookState(target, secretVersion, keyId, previousUntil, olderUntil, isPaused, removed, replays);
    }

    WebhookState replayed(int number) {
        return new WebhookState(target, secretVersion, keyId, previousUntil, olderUntil, paused, removed, number);
    }

    WebhookState ended() {
        return new WebhookState(target, secretVersion, keyId, previousUntil, olderUntil, paused, true, replays);
    }
}
