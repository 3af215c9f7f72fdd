package stockledger.query.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.query.http.QueryProblemException;

/** A waiting query reads again when it is notified, and rarely otherwise. */
class ConsistencyTokenWaiterTest {

    private static final ConsistencyToken TOKEN = ConsistencyToken.of("product:A", 1);

    /** A first pause longer than any wait: without a notification nothing is read again. */
    private static final Duration NO_REREAD = Duration.ofMinutes(10);

    private final AtomicBoolean fresh = new AtomicBoolean();
    private final AtomicInteger reads = new AtomicInteger();

    private static ConsistencyTokenWaiter waiter(long maxWaitMillis, Duration firstPause, int maxWaiting) {
        return new ConsistencyTokenWaiter(
                new ConsistencySettings(Duration.ofMillis(maxWaitMillis), maxWaiting), firstPause);
    }

    private CompletableFuture<Boolean> query(ConsistencyTokenWaiter waiter, List<String> keys) {
        return CompletableFuture.supplyAsync(() -> waiter.read(
                TOKEN,
                "product",
                keys,
                () -> {
                    reads.incrementAndGet();
                    return fresh.get();
                },
                isFresh -> isFresh));
    }

    @Test
    void aQueryReadsAgainOnlyWhenOneOfItsDocumentsChanges() {
        ConsistencyTokenWaiter waiter = waiter(60_000, NO_REREAD, 10);
        CompletableFuture<Boolean> answer = query(waiter, List.of("A", "B"));
        await().untilAtomic(reads, equalTo(1));

        for (int i = 0; i < 1_000; i++) {
            waiter.documentsChanged("product", List.of("C" + i));
            waiter.documentsChanged("browse", List.of("A", "B"));
        }
        assertThat(reads).hasValue(1);
        assertThat(answer).isNotDone();

        waiter.documentsChanged("product", List.of("B"));
        await().untilAtomic(reads, equalTo(2));
        fresh.set(true);
        waiter.documentsChanged("product", List.of("A"));
        assertThat(answer).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
        assertThat(reads).hasValue(3);
    }

    @Test
    void aQueryAboutAnyDocumentReadsAgainAtEveryChange() {
        ConsistencyTokenWaiter waiter = waiter(60_000, NO_REREAD, 10);
        CompletableFuture<Boolean> answer = query(waiter, ConsistencyTokenWaiter.ANY);
        await().untilAtomic(reads, equalTo(1));

        fresh.set(true);
        waiter.documentsChanged("product", List.of("C"));
        assertThat(answer).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    @Test
    void withoutNotificationsThePauseDoublesUpToEightTimes() {
        ConsistencyTokenWaiter waiter = waiter(310, Duration.ofMillis(10), 10);
        assertThatThrownBy(() ->
                        waiter.read(TOKEN, "product", List.of("A"), () -> reads.incrementAndGet(), isFresh -> false))
                .isInstanceOf(QueryProblemException.class);
        // 10, 20, 40, and then 80 ms: not 31 times.
        assertThat(reads.get()).isLessThan(10);

        CompletableFuture<Boolean> answer = query(waiter(10_000, Duration.ofMillis(10), 10), List.of("A"));
        fresh.set(true);
        assertThat(answer.join()).as("without a notification").isTrue();
    }

    @Test
    void anEmptyTokenReadsOnce() {
        Boolean read = waiter(10_000, Duration.ofMillis(1_000), 10)
                .read(
                        new ConsistencyToken(Map.of()),
                        "product",
                        List.of("A"),
                        () -> reads.incrementAndGet() > 1,
                        isFresh -> isFresh);
        assertThat(read).isFalse();
        assertThat(reads).hasValue(1);
    }

    @Test
    void aQueryBeyondTheMaximumIsRefused() {
        ConsistencyTokenWaiter waiter = waiter(60_000, NO_REREAD, 1);
        CompletableFuture<Boolean> first = query(waiter, List.of("A"));
        await().untilAtomic(reads, equalTo(1));
        waiter.documentsChanged("product", List.of("A"));
        await().untilAtomic(reads, equalTo(2));

        assertThatThrownBy(() -> waiter.read(TOKEN, "product", List.of("A"), () -> false, isFresh -> isFresh))
                .isInstanceOf(QueryProblemException.class);

        fresh.set(true);
        waiter.documentsChanged("product", List.of("A"));
        assertThat(first).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    @Test
    void theSourceIsReadAfterTheLongestPauseWithoutNotification() {
        ConsistencyTokenWaiter waiter = waiter(10_000, Duration.ofMillis(100), 10);
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> waiter.read(
                TOKEN,
                "product",
                List.of("A"),
                () -> readFrom(order, "copy"),
                () -> readFrom(order, "source"),
                isFresh -> isFresh));
        await().until(() -> order.contains("source"));
        assertThat(order).startsWith("copy", "copy", "copy", "copy", "source");
        fresh.set(true);
        waiter.documentsChanged("product", List.of("A"));
        assertThat(answer).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
        assertThat(order).last().isEqualTo("copy");
    }

    @Test
    void anEmptyTokenReadsTheCopyOnce() {
        List<String> order = new ArrayList<>();
        waiter(10_000, Duration.ofMillis(1_000), 10)
                .read(
                        new ConsistencyToken(Map.of()),
                        "product",
                        List.of("A"),
                        () -> readFrom(order, "copy"),
                        () -> readFrom(order, "source"),
                        isFresh -> isFresh);
        assertThat(order).containsExactly("copy");
    }

    private boolean readFrom(List<String> order, String where) {
        order.add(where);
        return fresh.get();
    }
}
