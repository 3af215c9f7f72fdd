package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A reader waits for the time that the events taken before may take. */
class ThrottleBoundsReadersTest {

    /** The milliseconds until these events and one more are taken. */
    private static long millis(int maxPerSecond, long events) throws InterruptedException {
        Throttle throttle = new Throttle();
        throttle.limit(maxPerSecond == 0 ? null : maxPerSecond);
        long start = System.nanoTime();
        throttle.take(events);
        throttle.take(1);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void theNextEventWaits() throws InterruptedException {
        assertThat(millis(10_000, 2_000)).isGreaterThanOrEqualTo(199);
    }

    @Test
    void aLongRunOfOtherEventsDelaysForOneSecondOnly() throws InterruptedException {
        assertThat(millis(100, 100_000)).isBetween(999L, 4_000L);
    }

    @Test
    void withoutABoundNothingWaits() throws InterruptedException {
        assertThat(millis(0, 1_000_000)).isLessThan(500);
    }
}
