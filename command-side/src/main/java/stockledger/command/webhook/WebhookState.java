package stockledger.command.webhook;

import java.time.Instant;
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
 * @param paused whether an operator has paused it
 * @param replays number of replays that were requested
 */
record WebhookState(
        WebhookTarget target,
        int secretVersion,
        String keyId,
        @Nullable Instant previousUntil,
        boolean paused,
        boolean removed,
        int replays) {

    static WebhookState of(WebhookRegistered event) {
        WebhookTarget target = new WebhookTarget(
                event.url(), event.types(), event.skuPrefix(), event.locationId(), event.description());
        return new WebhookState(target, 1, event.keyId(), null, false, false, 0);
    }

    WebhookState after(WebhookChanged event) {
        WebhookTarget changed = new WebhookTarget(
                event.url(), event.types(), event.skuPrefix(), event.locationId(), event.description());
        return new WebhookState(changed, secretVersion, keyId, previousUntil, paused, removed, replays);
    }

    WebhookState after(WebhookSecretRotated event) {
        return new WebhookState(
                target, event.version(), event.keyId(), event.previousUntil(), paused, removed, replays);
    }

    WebhookState paused(boolean isPaused) {
        return new WebhookState(target, secretVersion, keyId, previousUntil, isPaused, removed, replays);
    }

    WebhookState replayed(int number) {
        return new WebhookState(target, secretVersion, keyId, previousUntil, paused, removed, number);
    }

    WebhookState ended() {
        return new WebhookState(target, secretVersion, keyId, previousUntil, paused, true, replays);
    }
}
