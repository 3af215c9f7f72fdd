package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A flood of queries of the past takes few threads: three are answered, five wait, further ones are refused at once. */
class QueriesOfThePastAreFewTest {

    private final History history = new History(
            (stream, first) -> null,
            null,
            new ReadModels(
                    null,
                    new MongoSettings(
                            Duration.ofSeconds(2), Duration.ofSeconds(5), 40, MongoSettings.ReadFrom.PRIMARY, false)));

    @Test
    void theNinthIsRefusedAtOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger answering = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> queries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                queries.add(threads.submit(() -> history.query(() -> {
                    answering.incrementAndGet();
                    return awaited(release);
                })));
            }
            await().untilAsserted(() -> {
                long begun = System.nanoTime();
                assertThatThrownBy(() -> history.query(() -> true)).isInstanceOf(HistoryBusyException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
            });
            assertThat(answering).hasValue(3);
            release.countDown();
            for (Future<Boolean> query : queries) {
                assertThat(query.get()).isTrue();
            }
            assertThat(history.<Boolean>query(() -> true)).isTrue();
        } finally {
            release.countDown();
            threads.shutdownNow();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
