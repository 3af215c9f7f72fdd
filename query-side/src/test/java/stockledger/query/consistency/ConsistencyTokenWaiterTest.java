package stockledger.query.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
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
        return waiter(maxWaitMillis, firstPause, maxWaiting, maxWaiting);
    }

    private static ConsistencyTokenWaiter waiter(
            long maxWaitMillis, Duration firstPause, int maxWaiting, int maxWaitingPerCaller) {
        return new ConsistencyTokenWaiter(
                new ConsistencySettings(Duration.ofMillis(maxWaitMillis), maxWaiting, maxWaitingPerCaller),
                new StreamHeads(stream -> Optional.of(Long.MAX_VALUE)),
                new Parked(""),
                firstPause);
    }

    /** One key is parked. */
    private record Parked(String key) implements Degraded {

        @Override
        public boolean isParked(String projection, String asked) {
            return key.equals(asked);
        }

        @Override
        public boolean lacks(String projection, Collection<String> keys, ConsistencyToken token) {
            return keys.contains(key);
        }
    }

    @Test
    void aTokenOfEventsThatCannotBeProcessedIsRefusedAtOnce() {
        ConsistencyTokenWaiter waiter = new ConsistencyTokenWaiter(
                new ConsistencySettings(Duration.ofMinutes(10), 10, 10),
                new StreamHeads(stream -> Optional.of(Long.MAX_VALUE)),
                new Parked("A"));
        for (List<String> keys : List.of(List.of("A", "B"), ConsistencyTokenWaiter.ANY)) {
            assertThatThrownBy(() -> waiter.read(
                            ConsistencyToken.of("stock:A", 8), "sku", keys, () -> false, isFresh -> isFresh))
                    .isInstanceOf(QueryProblemException.class)
                    .hasMessageContaining("cannot be processed");
        }
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> waiter.read(
                ConsistencyToken.of("stock:B", 8), "sku", List.of("A", "B"), fresh::get, isFresh -> isFresh));
        await().until(() -> waiter.waiting("") == 1);
        fresh.set(true);
        waiter.documentsChanged("sku", List.of("B"));
        assertThat(other).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    private CompletableFuture<Boolean> query(ConsistencyTokenWaiter waiter, List<String> keys) {
        return query(waiter, keys, ConsistencyTokenWaiterTest::start);
    }

    private CompletableFuture<Boolean> query(ConsistencyTokenWaiter waiter, List<String> keys, Executor thread) {
        return CompletableFuture.supplyAsync(
                () -> waiter.read(
                        TOKEN,
                        "product",
                        keys,
                        () -> {
                            reads.incrementAndGet();
                            return fresh.get();
                        },
                        isFresh -> isFresh),
                thread);
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
    void oneCallerCannotTakeAllPlaces() {
        ConsistencyTokenWaiter waiter = waiter(60_000, NO_REREAD, 10, 2);
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            int expected = i;
            answers.add(queryFrom("192.0.2.1", waiter));
            await().until(() -> waiter.waiting("192.0.2.1") == expected);
        }

        assertThat(queryFrom("192.0.2.1", waiter))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withCauseInstanceOf(QueryProblemException.class);
        CompletableFuture<Boolean> other = queryFrom("192.0.2.2", waiter);
        await().until(() -> waiter.waiting("192.0.2.2") == 1);
        fresh.set(true);
        waiter.documentsChanged("product", List.of("A"));
        answers.add(other);
        answers.forEach(answer ->
                assertThat(answer).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true));
        assertThat(queryFrom("192.0.2.1", waiter)).as("places are given back").succeedsWithin(Duration.ofMinutes(1));
    }

    /** A thread for each query: a pool could have too few for those that wait. */
    private static void start(Runnable query) {
        new Thread(query, "query").start();
    }

    private CompletableFuture<Boolean> queryFrom(String address, ConsistencyTokenWaiter waiter) {
        return CompletableFuture.supplyAsync(
                () -> {
                    MockHttpServletRequest request = new MockHttpServletRequest();
                    request.setRemoteAddr(address);
                    RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
                    try {
                        return query(waiter, List.of("A"), Runnable::run).join();
                    } finally {
                        RequestContextHolder.resetRequestAttributes();
                    }
                },
                ConsistencyTokenWaiterTest::start);
    }

    @Test
    void aTokenOfEventsThatTheStoreLacksIsRefusedAtOnce() {
        List<String> lookedUp = new CopyOnWriteArrayList<>();
        ConsistencyTokenWaiter waiter = new ConsistencyTokenWaiter(
                new ConsistencySettings(Duration.ofMinutes(10), 10, 10),
                new StreamHeads(stream -> {
                    lookedUp.add(stream);
                    return stream.equals("product:A") ? Optional.of(7L) : Optional.empty();
                }),
                new Parked(""),
                Duration.ofMillis(1));
        ConsistencyToken restored = new ConsistencyToken(Map.of("product:A", 8L, "product:other", 99L));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> waiter.read(restored, "product", List.of("A"), () -> false, isFresh -> isFresh))
                    .isInstanceOf(QueryProblemException.class)
                    .hasMessage("The event store has no such events: it was restored.");
        }
        assertThat(lookedUp).containsOnly("product:A");

        CompletableFuture<Boolean> honest = CompletableFuture.supplyAsync(() -> waiter.read(
                ConsistencyToken.of("product:A", 7), "product", List.of("A"), fresh::get, isFresh -> isFresh));
        CompletableFuture<Boolean> unknown = CompletableFuture.supplyAsync(() -> waiter.read(
                ConsistencyToken.of("stock:B", 0), "product", List.of("B"), fresh::get, isFresh -> isFresh));
        assertThat(unknown).failsWithin(Duration.ofMinutes(1));
        assertThat(honest).isNotDone();
        fresh.set(true);
        waiter.documentsChanged("product", List.of("A"));
        assertThat(honest).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }

    @Test
    void whileTheEventStoreIsAwayAQueryWaitsOn() {
        ConsistencyTokenWaiter waiter = new ConsistencyTokenWaiter(
                new ConsistencySettings(Duration.ofMillis(100), 10, 10),
                new StreamHeads(stream -> {
                    throw new IllegalStateException("away");
                }),
                new Parked(""),
                Duration.ofMillis(1));
        assertThatThrownBy(() -> waiter.read(TOKEN, "product", List.of("A"), () -> false, isFresh -> isFresh))
                .hasMessageStartingWith("The read model has not seen");
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
