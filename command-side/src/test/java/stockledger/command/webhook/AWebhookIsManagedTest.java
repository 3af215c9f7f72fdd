package stockledger.command.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.webhook.WebhookCommand.ChangeWebhook;
import stockledger.command.webhook.WebhookCommand.PauseWebhook;
import stockledger.command.webhook.WebhookCommand.RegisterWebhook;
import stockledger.command.webhook.WebhookCommand.RemoveWebhook;
import stockledger.command.webhook.WebhookCommand.ReplayWebhook;
import stockledger.command.webhook.WebhookCommand.ResumeWebhook;
import stockledger.command.webhook.WebhookCommand.RotateWebhookSecret;
import stockledger.command.webhook.WebhookCommand.SkipWebhookEvent;
import stockledger.events.LocationId;
import stockledger.events.WebhookId;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;

/** A webhook is registered, changed, paused, replayed and removed, and its secrets are numbered. */
class AWebhookIsManagedTest {

    private static final WebhookId ID = new WebhookId("hook-1");
    private static final LocationId MAIN = new LocationId("MAIN");
    private static final String URL = "https://erp.example/stock";
    private static final Instant NOW = Instant.parse("2026-03-01T11:00:00Z");
    private static final Instant LATER = Instant.parse("2026-03-01T12:00:00Z");
    private static final WebhookTarget TARGET = new WebhookTarget(URL, List.of("stock.*"), "MUG-", MAIN, "ERP");
    private static final WebhookRegistered REGISTERED =
            new WebhookRegistered(ID, URL, List.of("stock.*"), "MUG-", MAIN, "ERP", "k1");

    private final AggregateTestFixture<Webhook> webhook = new AggregateTestFixture<>(Webhook.class);

    private static WebhookState state(int secret, String key, Instant previousUntil, boolean paused, int replays) {
        return new WebhookState(TARGET, secret, key, previousUntil, List.of(), paused, false, replays);
    }

    @Test
    void aNewOneHasItsFirstSecret() {
        webhook.givenNoPriorActivity()
                .when(new RegisterWebhook(ID, TARGET, "k1"))
                .expectEvents(REGISTERED)
                .expectResultMessagePayload(new Outcome<>(state(1, "k1", null, false, 0), ID.stream(), 0));
    }

    @Test
    void aChangeReplacesAllValues() {
        webhook.given(REGISTERED)
                .when(new ChangeWebhook(ID, before -> new WebhookTarget(URL, before.types(), null, null, null)))
                .expectEvents(new WebhookChanged(ID, URL, List.of("stock.*"), null, null, null));
    }

    @Test
    void aChangeToTheSameValuesIsNoEvent() {
        webhook.given(REGISTERED).when(new ChangeWebhook(ID, before -> TARGET)).expectNoEvents();
    }

    @Test
    void eachRotationHasTheNextVersion() {
        webhook.given(REGISTERED, new WebhookSecretRotated(ID, 2, "k1", LATER.minusSeconds(9)))
                .when(new RotateWebhookSecret(ID, "k2", LATER, NOW))
                .expectEvents(new WebhookSecretRotated(ID, 3, "k2", LATER))
                .expectResultMessagePayload(new Outcome<>(
                        new WebhookState(TARGET, 3, "k2", LATER, List.of(LATER.minusSeconds(9)), false, false, 0),
                        ID.stream(),
                        2));
    }

    @Test
    void noSecretEndsBeforeItsTimeSoThatAtMostFiveSign() {
        Object[] rotations = IntStream.range(0, 4)
                .mapToObj(i -> new WebhookSecretRotated(ID, 2 + i, "k1", LATER.minusSeconds(i)))
                .toArray();
        webhook.given(REGISTERED)
                .andGiven(rotations)
                .when(new RotateWebhookSecret(ID, "k1", LATER, NOW))
                .expectException(RefusedWith.conflict(
                        "too-many-webhook-secrets", Map.of("id", ID, "until", LATER.minusSeconds(3))))
                .expectNoEvents();
        // The one that is rotated may end at once, and so may one whose time is over.
        webhook.given(REGISTERED)
                .andGiven(rotations)
                .when(new RotateWebhookSecret(ID, "k1", NOW, NOW))
                .expectEvents(new WebhookSecretRotated(ID, 6, "k1", NOW));
        webhook.given(REGISTERED)
                .andGiven(rotations)
                .when(new RotateWebhookSecret(ID, "k1", LATER, LATER.minusSeconds(3)))
                .expectEvents(new WebhookSecretRotated(ID, 6, "k1", LATER));
    }

    @Test
    void aPausedOneIsNotPausedAgain() {
        webhook.given(REGISTERED, new WebhookPaused(ID, "moved"))
                .when(new PauseWebhook(ID, "again"))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(state(1, "k1", null, true, 0), ID.stream(), 1));
    }

    @Test
    void oneThatNobodyPausedIsResumedToo() {
        webhook.given(REGISTERED).when(new ResumeWebhook(ID)).expectEvents(new WebhookResumed(ID));
    }

    @Test
    void replaysAreNumbered() {
        webhook.given(REGISTERED, new WebhookReplayRequested(ID, 1, 0L, null))
                .when(new ReplayWebhook(ID, null, LATER))
                .expectEvents(new WebhookReplayRequested(ID, 2, null, LATER))
                .expectResultMessagePayload(new Outcome<>(state(1, "k1", null, false, 2), ID.stream(), 2));
    }

    @Test
    void anEventIsSkipped() {
        webhook.given(REGISTERED)
                .when(new SkipWebhookEvent(ID, "event-7"))
                .expectEvents(new WebhookEventSkipped(ID, "event-7"));
    }

    @Test
    void aRemovedOneIsUnknown() {
        webhook.given(REGISTERED, new WebhookRemoved(ID))
                .when(new RemoveWebhook(ID))
                .expectException(RefusedWith.unknown("webhook-not-found", Map.of("id", ID)))
                .expectNoEvents();
    }
}
