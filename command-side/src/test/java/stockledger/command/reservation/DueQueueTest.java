package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is due is taken up in its order, and is due again later unless somebody says otherwise. */
class DueQueueTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(15);
    private final DueQueue agenda = new DueQueue();

    @Test
    void whatIsDueIsTakenTheLongestDueFirst() {
        agenda.put("b", NOON);
        agenda.put("a", NOON.minusSeconds(1));
        agenda.put("c", NOON.plusMillis(1));

        assertThat(agenda.take(NOON, 10, LATER)).containsExactly("a", "b");
        assertThat(agenda.take(NOON, 10, LATER)).isEmpty();
        assertThat(agenda.take(LATER, 10, LATER.plusSeconds(15))).containsExactly("c", "a", "b");
    }

    @Test
    void noMoreIsTakenThanAskedFor() {
        for (int i = 0; i < 5; i++) {
            agenda.put("cart-" + i, NOON.minusSeconds(i));
        }
        assertThat(agenda.take(NOON, 2, LATER)).containsExactly("cart-4", "cart-3");
        assertThat(agenda.size()).isEqualTo(5);
    }

    @Test
    void theNewestWordCounts() {
        agenda.put("extended", NOON);
        agenda.put("extended", LATER);
        agenda.put("rests", NOON);
        agenda.put("rests", null);

        assertThat(agenda.take(NOON, 10, LATER)).isEmpty();
        assertThat(agenda.size()).isEqualTo(1);
    }

    @Test
    void whatWasWrittenBeforeDoesNotReplaceWhatWasHeardSince() {
        agenda.put("heard", LATER);
        assertThat(agenda.isComplete()).isFalse();
        agenda.complete(Map.of("heard", NOON, "written", NOON));

        assertThat(agenda.isComplete()).isTrue();
        assertThat(agenda.take(NOON, 10, LATER)).containsExactly("written");
    }

    @Test
    void aPartThatIsClaimedAgainBeginsAnew() {
        DueQueues agendas = new DueQueues();
        agendas.of(1).put("a", NOON);
        agendas.of(1).complete(Map.of());
        agendas.begin(1);

        assertThat(agendas.of(1).isComplete()).isFalse();
        assertThat(agendas.of(1).size()).isZero();
    }

    @Test
    void howFarItHasReadIsKnown() {
        assertThat(agenda.hasRead(NOON)).isFalse();
        agenda.readUpTo(NOON);
        assertThat(agenda.hasRead(NOON)).isTrue();
        assertThat(agenda.hasRead(LATER)).isFalse();
    }
}
