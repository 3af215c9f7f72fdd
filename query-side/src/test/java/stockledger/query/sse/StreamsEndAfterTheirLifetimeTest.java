package stockledger.query.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import stockledger.query.RunningQuerySide;
import stockledger.query.SampleEvents;

/** Streams have a maximum lifetime, so that clients spread over all processes. */
class StreamsEndAfterTheirLifetimeTest {

    @Test
    void aClientThatReconnectsMissesNothing() throws IOException {
        try (RunningQuerySide querySide = new RunningQuerySide("--stockledger.query-sse.max-lifetime=1s")) {
            querySide.awaitReady(0);
            querySide.append(SampleEvents.registered("mug"));
            await().until(() -> querySide.get("/v1/products/mug").status() == 200);
            try (SseClient first = SseClient.to(querySide.instance(0), "/v1/products/mug/stream")) {
                await().until(first::hasEnded);
                assertThat(first.events()).hasSize(1);
                querySide.append(SampleEvents.received("mug", "main", 3));
                try (SseClient again = SseClient.to(
                        querySide.instance(0),
                        "/v1/products/mug/stream",
                        "Last-Event-ID",
                        first.last().id())) {
                    await().until(() -> again.hasReceived(3));
                }
            }
        }
    }
}
