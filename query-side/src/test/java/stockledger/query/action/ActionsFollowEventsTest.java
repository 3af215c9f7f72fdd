package stockledger.query.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.JobId;
import stockledger.events.WebhookId;
import stockledger.events.apikey.ApiKeyEvent.ApiKeyIssued;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.operator.OperatorEvent.EventDiscarded;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.query.projection.ProjectedEvent;

class ActionsFollowEventsTest {

    private static final Instant AT = Instant.parse("2026-01-31T10:15:30.120Z");

    private final ActionProjector projector = new ActionProjector();

    private ActionView fold(Object event, String stream, long sequence) {
        return projector.on(projector.empty("x"), new ProjectedEvent(event, stream, sequence, AT, "kim"));
    }

    @Test
    void anActionHasItsReasonAndWhatItActedOn() {
        ActionView view = fold(new EventDiscarded("sku", "stock:mug", 3, "damaged"), "action:a-1", 0);

        assertThat(view)
                .isEqualTo(new ActionView(
                        "a-1",
                        AT,
                        "operator.EventDiscarded",
                        "kim",
                        "damaged",
                        "{\"projection\":\"sku\",\"stream\":\"stock:mug\",\"sequence\":3}"));
    }

    @Test
    void aJobThatIsCancelledHasNoReason() {
        ActionView view = fold(new JobCancelled(new JobId("j1")), "job:j1", 4);

        assertThat(view.id()).isEqualTo("job:j1@4");
        assertThat(view.reason()).isNull();
        assertThat(view.details()).isEqualTo("{\"id\":\"j1\"}");
    }

    @Test
    void aWebhookIsPausedForAReason() {
        ActionView view = fold(new WebhookPaused(new WebhookId("w1"), "The ERP moves."), "webhook:w1", 4);

        assertThat(view.reason()).isEqualTo("The ERP moves.");
        assertThat(view.details()).isEqualTo("{\"id\":\"w1\"}");
    }

    @Test
    void theHashOfAnApiKeyIsNotShown() {
        ActionView view = fold(new ApiKeyIssued("k1", "shop", List.of("ops"), "secret", AT), "api-keys", 0);

        assertThat(view.kind()).isEqualTo("apikey.ApiKeyIssued");
        assertThat(view.details()).contains("\"name\":\"shop\"").doesNotContain("secret");
    }

    @Test
    void keysSortByTime() {
        String early = projector.selectedKey(new ProjectedEvent(new Object(), "action:z", 0, AT, "kim"));
        String late = projector.selectedKey(new ProjectedEvent(new Object(), "action:a", 0, AT.plusMillis(1), "kim"));

        assertThat(early).isEqualTo("2026-01-31T10:15:30.120Z z").isLessThan(late);
        assertThat(ActionProjector.firstKeyAt(AT)).isLessThan(early);
    }
}
