package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stream has a longest life, so that callers spread over the processes that there are. */
class StreamsEndTest {

    @Test
    void aStreamIsEndedAndItsCallerComesBackWithoutMissingAnything() throws IOException {
        Duration soon = Duration.ofSeconds(20);
        try (RunningQuerySide shop = new RunningQuerySide("--stockledger.query-stream.longest-life-seconds=1")) {
            shop.awaitReady(0);
            shop.happened(ShopEvents.registered("mug"));
            await().atMost(soon).until(() -> shop.get("/v1/products/mug").status() == 200);
            try (Listener first = Listener.to(shop.instance(0), "/v1/products/mug/stream")) {
                await().atMost(soon).until(first::hasEnded);
                assertThat(first.events()).hasSize(1);
                shop.happened(ShopEvents.received("mug", "main", 3));
                try (Listener again = Listener.to(
                        shop.instance(0),
                        "/v1/products/mug/stream",
                        "Last-Event-ID",
                        first.last().id())) {
                    await().atMost(soon).until(() -> again.hasHeard(3));
                }
            }
        }
    }
}
