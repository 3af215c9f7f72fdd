package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.WebhookId;
import stockledger.events.webhook.WebhookEvent;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.webhook.WebhookView.Secret;

/** A secret signs until the time that was named when it was rotated, however often it is rotated again. */
class SecretsSignUntilTheirTimeTest {

    private static final WebhookId ID = new WebhookId("hook");

    private static final Instant NOW = Instant.parse("2099-03-01T12:00:00Z");

    private static WebhookView folded(WebhookEvent... events) {
        WebhookView view = WebhookView.empty("hook");
        for (int i = 0; i < events.length; i++) {
            view = view.on(new ProjectedEvent(events[i], ID.stream(), i, NOW, "ops"));
        }
        return view;
    }

    @Test
    void anotherRotationEndsNoEarlierSecret() {
        Instant week = Instant.parse("2099-03-08T12:00:00Z");
        Instant day = Instant.parse("2099-03-02T12:00:00Z");
        WebhookView view = folded(
                new WebhookRegistered(ID, "https://erp.example/", List.of(), null, null, null, "k1"),
                new WebhookSecretRotated(ID, 2, "k1", week),
                new WebhookSecretRotated(ID, 3, "k1", Instant.EPOCH),
                new WebhookSecretRotated(ID, 4, "k2", day));
        assertThat(view.secrets())
                .containsExactly(new Secret(1, "k1", week), new Secret(3, "k1", day), new Secret(4, "k2", null));
    }
}
