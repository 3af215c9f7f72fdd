package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ProcessIsReadyOnceWarmTest {

    private static final Duration MAX_WAIT = Duration.ofSeconds(20);

    private long now = -7;
    private final WarmupHealthIndicator health = new WarmupHealthIndicator(MAX_WAIT, () -> now);

    private boolean isReady() {
        return health.health().getStatus().equals(Status.UP);
    }

    @Test
    void staysReady() {
        health.started();
        assertThat(isReady()).isFalse();
        health.warm();
        assertThat(isReady()).isTrue();
        now += MAX_WAIT.toNanos();
        assertThat(isReady()).isTrue();
    }

    @Test
    void isReadyAfterTheLongestWait() {
        health.started();
        now += MAX_WAIT.toNanos() - 1;
        health.started();
        assertThat(isReady()).isFalse();
        now++;
        assertThat(isReady()).isTrue();
    }

    @Test
    void countsTheWaitFromWhenWarmingCanBegin() {
        now += 10 * MAX_WAIT.toNanos();
        assertThat(isReady()).isFalse();
        health.started();
        assertThat(isReady()).isFalse();
        now += MAX_WAIT.toNanos();
        assertThat(isReady()).isTrue();
    }
}
