package stockledger.command.reservation.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Due reservations are taken in order, and become due again unless their due time is set. */
class DueQueueTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(15);
    private final DueQueue queue = new DueQueue();

    @Test
    void theLongestDueIsTakenFirst() {
        queue.put("b", NOON);
        queue.put("a", NOON.minusSeconds(1));
        queue.put("c", NOON.plusMillis(1));

        assertThat(queue.take(NOON, 10, LATER)).containsExactly("a", "b");
        assertThat(queue.take(NOON, 10, LATER)).isEmpty();
        assertThat(queue.take(LATER, 10, LATER.plusSeconds(15))).containsExactly("c", "a", "b");
    }

    @Test
    void noMoreThanTheLimitIsTaken() {
        for (int i = 0; i < 5; i++) {
            queue.put("cart-" + i, NOON.minusSeconds(i));
        }
        assertThat(queue.take(NOON, 2, LATER)).containsExactly("cart-4", "cart-3");
        assertThat(queue.size()).isEqualTo(5);
    }

    @Test
    void theLatestDueTimeApplies() {
        queue.put("extended", NOON);
        queue.put("extended", LATER);
        queue.put("removed", NOON);
        queue.put("removed", null);

        assertThat(queue.take(NOON, 10, LATER)).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void storedDueTimesDoNotReplaceLaterOnes() {
        queue.put("put", LATER);
        assertThat(queue.isComplete()).isFalse();
        queue.complete(Map.of("put", NOON, "stored", NOON));

        assertThat(queue.isComplete()).isTrue();
        assertThat(queue.take(NOON, 10, LATER)).containsExactly("stored");
    }

    @Test
    void aClaimedSegmentStartsWithAnEmptyQueue() {
        DueQueues queues = new DueQueues();
        queues.of(1).put("a", NOON);
        queues.of(1).complete(Map.of());
        queues.reset(1);

        assertThat(queues.of(1).isComplete()).isFalse();
        assertThat(queues.of(1).size()).isZero();
    }

    @Test
    void theTimeReadIsKnown() {
        assertThat(queue.hasRead(NOON)).isFalse();
        queue.readUpTo(NOON);
        assertThat(queue.hasRead(NOON)).isTrue();
        assertThat(queue.hasRead(LATER)).isFalse();
    }
}
