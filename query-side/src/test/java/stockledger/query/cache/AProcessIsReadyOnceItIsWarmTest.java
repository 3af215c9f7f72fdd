package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class AProcessIsReadyOnceItIsWarmTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

    private long now = -7;
    private final WarmupHealthIndicator warm = new WarmupHealthIndicator(
            new WarmingSettings(16, 10_000, 10, 12, 3, 10, 10, 80, (int) LONGEST.toMillis(), 0), () -> now);

    private boolean isReady() {
        return warm.health().getStatus().equals(Status.UP);
    }

    @Test
    void andStaysSo() {
        warm.waits();
        assertThat(isReady()).isFalse();
        warm.enough();
        assertThat(isReady()).isTrue();
        now += LONGEST.toNanos();
        assertThat(isReady()).isTrue();
    }

    @Test
    void butWaitsNoLongerThanTheBound() {
        warm.waits();
        now += LONGEST.toNanos() - 1;
        warm.waits();
        assertThat(isReady()).isFalse();
        now++;
        assertThat(isReady()).isTrue();
    }

    @Test
    void andTheBoundBeginsWhenNothingElseIsWaitedFor() {
        now += 10 * LONGEST.toNanos();
        assertThat(isReady()).isFalse();
        warm.waits();
        assertThat(isReady()).isFalse();
        now += LONGEST.toNanos();
        assertThat(isReady()).isTrue();
    }
}
