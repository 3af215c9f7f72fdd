package stockledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The audit's thread uses no more than its share of a processor, whatever one step has cost. */
class ProcessorBudgetTest {

    private long now;
    private long used;
    private final ProcessorBudget budget = new ProcessorBudget(0.01, Duration.ofMillis(100), () -> now, () -> used);

    private boolean isLeftAfter(Duration time) {
        now += time.toNanos();
        budget.begin();
        return budget.isLeft();
    }

    private boolean isLeftAfterUsing(Duration processor) {
        used += processor.toNanos();
        return budget.isLeft();
    }

    @Test
    void nothingIsLeftAtFirst() {
        assertThat(isLeftAfter(Duration.ZERO)).isFalse();
    }

    @Test
    void whatWasEarnedIsUsed() {
        assertThat(isLeftAfter(Duration.ofSeconds(5))).isTrue();
        assertThat(isLeftAfterUsing(Duration.ofMillis(49))).isTrue();
        assertThat(isLeftAfterUsing(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void whatWasUsedTooMuchIsEarnedFirst() {
        isLeftAfter(Duration.ofSeconds(1));
        isLeftAfterUsing(Duration.ofMillis(110));
        assertThat(isLeftAfter(Duration.ofSeconds(10))).isFalse();
        assertThat(isLeftAfter(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void aQuietTimeSavesUpLittle() {
        isLeftAfter(Duration.ofDays(1));
        assertThat(isLeftAfterUsing(Duration.ofMillis(99))).isTrue();
        assertThat(isLeftAfterUsing(Duration.ofMillis(1))).isFalse();
    }
}
