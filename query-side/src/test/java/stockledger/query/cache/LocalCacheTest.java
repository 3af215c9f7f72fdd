package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What a process keeps is served while it is young, or proven. */
class LocalCacheTest {

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int KILOBYTE = 1024;
    private static final int LISTS = 400;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CacheMeters meters = new CacheMeters(registry);
    private long now = -5;
    private final LocalCache shelf = shelf(DataSize.ofMegabytes(1));

    private LocalCache shelf(DataSize size) {
        return new LocalCache(settings(size), meters, () -> now);
    }

    private static CachedResponse answer(long revision) {
        return new CachedResponse(revision, revision, -1, new byte[KILOBYTE]);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private void read(String name, CachedResponse answer) {
        LocalCache.Fill fill = shelf.fill();
        assertThat(shelf.begin(name, fill)).isNull();
        shelf.end(name, fill, answer);
    }

    private long revision(String name) {
        LocalCache.Kept kept = shelf.get(name);
        return kept == null ? -1 : kept.answer().revision();
    }

    @Test
    void whatIsKeptPackedTooTakesThatMuchMore() {
        CachedResponse answer = answer(1);
        read("a", answer);
        await().until(() -> shelf.bytes() > KILOBYTE);
        long before = shelf.bytes();
        assertThat(answer.packed().pack()).isTrue();
        assertThat(answer.packed().pack()).as("once").isFalse();
        shelf.grown("a", answer(2));
        assertThat(revision("a")).as("another answer").isEqualTo(1);
        shelf.grown("a", answer);
        await().until(() -> shelf.bytes() == before + answer.packed().size());
    }

    @Test
    void aSizeThatIsNoneIsRefusedAndNoSizeIsAPartOfTheHeap() {
        assertThatThrownBy(() -> settings(DataSize.ofBytes(-5))).isInstanceOf(IllegalArgumentException.class);
        assertThat(settings(null).processBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 10);
    }

    private static CacheSettings settings(DataSize size) {
        return new CacheSettings(size, DataSize.ofKilobytes(2), (int) BOUND.toMillis(), 200, 200, 60, 500, 500, 1000);
    }

    @Test
    void whatIsKeptForAMomentDoesNotAllEndAtOnce() {
        ShortTtlCache moments = new ShortTtlCache(shelf, () -> "w", meters);
        for (int i = 0; i < LISTS; i++) {
            moments.find("lists:1", "question=" + i, () -> new byte[1]);
        }

        pass(BOUND.dividedBy(2));
        assertThat(lists(moments)).as("half of the bound").isEqualTo(LISTS);
        pass(BOUND.dividedBy(4));
        assertThat(lists(moments)).as("three quarters of it").isBetween(LISTS / 4, LISTS * 3 / 4);
        pass(BOUND.dividedBy(4));
        assertThat(lists(moments)).as("the bound").isZero();
    }

    @Test
    void whatWasReadOfListsThatLackSomethingIsGivenUpWithTheirWord() {
        AtomicReference<String> word = new AtomicReference<>("w");
        ShortTtlCache moments = new ShortTtlCache(shelf, word::get, meters);
        moments.find("lists:1", "q", () -> new byte[1]);
        assertThat(moments.atHand("lists:1", "q")).isNotNull();
        word.set("w+1");
        assertThat(moments.atHand("lists:1", "q")).isNull();
    }

    private static int lists(ShortTtlCache moments) {
        int kept = 0;
        for (int i = 0; i < LISTS; i++) {
            kept += moments.atHand("lists:1", "question=" + i) == null ? 0 : 1;
        }
        return kept;
    }

    @Test
    void whatIsNeverAskedForAgainMakesRoomAtOnce() {
        shelf.hears(1);
        read("page:1:w:a", answer(1));
        read("page:2:w:a", answer(1));
        shelf.forget("page:1:w:");
        assertThat(revision("page:1:w:a")).isEqualTo(-1);
        assertThat(revision("page:2:w:a")).isEqualTo(1);
        assertThat(shelf.hasRoomFor(900L * KILOBYTE)).isTrue();
        assertThat(shelf.hasRoomFor(1_000L * KILOBYTE)).isFalse();
    }

    @Test
    void withoutProofItIsServedForTheBoundAndNoLonger() {
        read("a", answer(1));
        pass(BOUND.minusMillis(1));
        assertThat(revision("a")).isEqualTo(1);
        pass(Duration.ofMillis(2));
        assertThat(shelf.get("a")).isNull();
    }

    @Test
    void withProofItIsServedForAsLongAsTheProofIsNotOlderThanTheBound() {
        shelf.hears(1);
        read("a", answer(1));
        for (int i = 0; i < 100; i++) {
            pass(BOUND.dividedBy(2));
            shelf.proven(1, now);
            assertThat(revision("a")).isEqualTo(1);
        }
        pass(BOUND.plusMillis(1));
        assertThat(shelf.get("a")).isNull();
    }

    @Test
    void aProofOfAnotherEraProvesNothing() {
        shelf.hears(1);
        read("a", answer(1));
        shelf.deaf();
        assertThat(shelf.get("a")).as("a lost connection forgets all").isNull();
        LocalCache.Fill whileDeaf = shelf.fill();
        shelf.begin("a", whileDeaf);
        shelf.hears(2);
        shelf.end("a", whileDeaf, answer(2));
        assertThat(revision("a")).isEqualTo(2);
        pass(BOUND.plusMillis(1));
        shelf.proven(2, now);
        assertThat(shelf.get("a")).as("a change may have been missed before").isNull();
        shelf.proven(1, now);
        assertThat(shelf.get("a")).isNull();
    }

    @Test
    void whatChangedIsGoneUnlessItIsThatNewAlready() {
        shelf.hears(1);
        read("a", answer(5));
        shelf.changed("a", 5);
        assertThat(revision("a")).isEqualTo(5);
        shelf.changed("a", 6);
        assertThat(shelf.get("a")).isNull();
    }

    @Test
    void whatWasReadBeforeAChangeWasHeardOfIsNotKept() {
        shelf.hears(1);
        LocalCache.Fill fill = shelf.fill();
        shelf.begin("a", fill);
        shelf.changed("a", 6);
        LocalCache.Fill next = shelf.fill();
        assertThat(shelf.begin("a", next)).as("nobody waits for what is old").isNull();
        shelf.end("a", fill, answer(5));
        assertThat(shelf.get("a")).isNull();
        assertThat(fill.await().answer().revision())
                .as("who waited already has it")
                .isEqualTo(5);
        shelf.end("a", next, answer(6));
        assertThat(revision("a")).isEqualTo(6);
    }

    @Test
    void anOlderAnswerNeverReplacesANewerOne() {
        read("a", answer(7));
        read("a", answer(6));
        assertThat(revision("a")).isEqualTo(7);
        read("a", null);
        assertThat(revision("a")).isEqualTo(7);
    }

    @Test
    void thatAProductIsNotKnownIsRememberedForTheBoundOnlyAndEndsWhenItIs() {
        shelf.hears(1);
        read("a", null);
        assertThat(shelf.get("a").answer()).isNull();
        shelf.changed("a", 1);
        assertThat(shelf.get("a")).isNull();
        read("a", null);
        pass(BOUND.plusMillis(1));
        shelf.proven(1, now);
        assertThat(shelf.get("a")).isNull();
    }

    @Test
    void whoWaitsHearsWhyThereIsNothing() {
        LocalCache.Fill fill = shelf.fill();
        shelf.begin("a", fill);
        shelf.fail("a", fill, new IllegalStateException("away"));
        assertThatThrownBy(fill::await).hasMessage("away");
        assertThat(shelf.begin("a", shelf.fill())).as("the next may try").isNull();
    }

    @Test
    void itTakesNoMoreMemoryThanItIsGiven() {
        LocalCache small = shelf(DataSize.ofKilobytes(64));
        for (int i = 0; i < 1_000; i++) {
            LocalCache.Fill fill = small.fill();
            small.begin("name" + i, fill);
            small.end("name" + i, fill, answer(1));
        }
        await().untilAsserted(() ->
                assertThat(small.bytes()).isBetween(1L, DataSize.ofKilobytes(64).toBytes()));
        assertThat(registry.get("stockledger.cache.evictions")
                        .tag("level", "process")
                        .counter()
                        .count())
                .isGreaterThan(900);
    }

    @Test
    void aBoundThatCannotHoldIsRefused() {
        assertThatThrownBy(() -> new CacheSettings(
                        DataSize.ofMegabytes(1), DataSize.ofKilobytes(2), 900, 200, 200, 60, 501, 500, 1000))
                .hasMessageContaining("stalenessMillis");
    }
}
