package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The coordinator's wait for a full segment is shortened; its waits at the head and after a failure are kept. */
class FullSegmentsAreReadOnSoonTest {

    private final CoordinatorExecutor executor = new CoordinatorExecutor(Executors.defaultThreadFactory());

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private long millisUntil(long delay, TimeUnit unit) {
        Delayed scheduled = executor.schedule(() -> {}, delay, unit);
        return scheduled.getDelay(TimeUnit.MILLISECONDS);
    }

    @Test
    void theWaitForAFullSegmentIsShort() {
        assertThat(millisUntil(CoordinatorExecutor.FULL_BUFFER_MILLIS, TimeUnit.MILLISECONDS))
                .isLessThanOrEqualTo(CoordinatorExecutor.SHORTER_MILLIS);
    }

    @Test
    void otherWaitsAreKept() {
        assertThat(millisUntil(1, TimeUnit.HOURS)).isGreaterThan(TimeUnit.MINUTES.toMillis(58));
    }
}
