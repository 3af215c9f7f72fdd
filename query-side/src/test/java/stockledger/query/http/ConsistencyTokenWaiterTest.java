package stockledger.query.http;

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
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import stockledger.events.ConsistencyToken;

/** Who waits for what a token stands for looks when told, and seldom otherwise. */
class ConsistencyTokenWaiterTest {

    private static final ConsistencyToken TOKEN = ConsistencyToken.of("product:A", 1);

    /** Longer than anybody here waits, in milliseconds: who is not told does not look again. */
    private static final int NEVER = 600_000;

    private final AtomicBoolean fresh = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();

    private static ConsistencyTokenWaiter freshness(int longestWaitMillis, int recheckMillis, int mostWaiting) {
        return new ConsistencyTokenWaiter(new Binder(new MapConfigurationPropertySource(Map.of(
                        "http.longest-wait-millis", longestWaitMillis,
                        "http.recheck-millis", recheckMillis,
                        "http.most-waiting", mostWaiting)))
                .bindOrCreate("http", HttpSettings.class));
    }

    private CompletableFuture<Boolean> asks(ConsistencyTokenWaiter freshness, List<String> keys) {
        return CompletableFuture.supplyAsync(() -> freshness.read(
                TOKEN,
                "product",
                keys,
                () -> {
                    looks.incrementAndGet();
                    return fresh.get();
                },
                seen -> seen));
    }

    @Test
    void looksAgainWhenItsDocumentChangesAndNotForOthers() {
        ConsistencyTokenWaiter freshness = freshness(60_000, NEVER, 10);
        CompletableFuture<Boolean> answer = asks(freshness, List.of("A", "B"));
        await().untilAtomic(looks, equalTo(1));

        for (int i = 0; i < 1_000; i++) {
            freshness.documentsChanged("product", List.of("C" + i));
            freshness.documentsChanged("browse", List.of("A", "B"));
        }
        assertThat(looks).hasValue(1);
        assertThat(answer).isNotDone();

        freshness.documentsChanged("product", List.of("B"));
        await().untilAtomic(looks, equalTo(2));
        fresh.set(true);
        freshness.documentsChanged("product", List.of("A"));
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
        assertThat(looks).hasValue(3);
    }

    @Test
    void aQuestionAboutNoSingleDocumentLooksAtEveryChange() {
        ConsistencyTokenWaiter freshness = freshness(60_000, NEVER, 10);
        CompletableFuture<Boolean> answer = asks(freshness, ConsistencyTokenWaiter.ANY);
        await().untilAtomic(looks, equalTo(1));

        fresh.set(true);
        freshness.documentsChanged("product", List.of("C"));
        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void whatNobodyTellsOfIsFoundByLookingLessAndLessOften() {
        ConsistencyTokenWaiter freshness = freshness(310, 10, 10);
        assertThatThrownBy(() ->
                        freshness.read(TOKEN, "product", List.of("A"), () -> looks.incrementAndGet(), seen -> false))
                .isInstanceOf(QueryProblemException.class);
        // 10, 20, 40, and then 80 ms: not 31 times.
        assertThat(looks.get()).isBetween(3, 9);

        CompletableFuture<Boolean> answer = asks(freshness(10_000, 10, 10), List.of("A"));
        fresh.set(true);
        assertThat(answer.join()).as("though nobody told").isTrue();
    }

    @Test
    void whoWasToldOfNothingReadsOnce() {
        Boolean read = freshness(10_000, 1_000, 10)
                .read(
                        new ConsistencyToken(Map.of()),
                        "product",
                        List.of("A"),
                        () -> looks.incrementAndGet() > 1,
                        seen -> seen);
        assertThat(read).isFalse();
        assertThat(looks).hasValue(1);
    }

    @Test
    void whoFindsNoSeatIsToldToComeBack() {
        ConsistencyTokenWaiter freshness = freshness(60_000, NEVER, 1);
        CompletableFuture<Boolean> first = asks(freshness, List.of("A"));
        await().untilAtomic(looks, equalTo(1));
        freshness.documentsChanged("product", List.of("A"));
        await().untilAtomic(looks, equalTo(2));

        assertThatThrownBy(() -> freshness.read(TOKEN, "product", List.of("A"), () -> false, seen -> seen))
                .isInstanceOf(QueryProblemException.class);

        fresh.set(true);
        freshness.documentsChanged("product", List.of("A"));
        assertThat(first).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void looksNearAtFirstAndFarWhenThatWasInVainForAWhile() {
        ConsistencyTokenWaiter freshness = freshness(10_000, 100, 10);
        List<String> order = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> freshness.read(
                TOKEN, "product", List.of("A"), () -> look(order, "near"), () -> look(order, "far"), seen -> seen));
        await().until(() -> order.contains("far"));
        assertThat(order).startsWith("near", "near", "near", "near", "far");
        fresh.set(true);
        freshness.documentsChanged("product", List.of("A"));
        assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        assertThat(order).last().isEqualTo("near");
    }

    @Test
    void whoHasNoTokenLooksNearOnce() {
        List<String> order = new ArrayList<>();
        freshness(10_000, 1_000, 10)
                .read(
                        new ConsistencyToken(Map.of()),
                        "product",
                        List.of("A"),
                        () -> look(order, "near"),
                        () -> look(order, "far"),
                        seen -> seen);
        assertThat(order).containsExactly("near");
    }

    private boolean look(List<String> order, String where) {
        order.add(where);
        return fresh.get();
    }
}
