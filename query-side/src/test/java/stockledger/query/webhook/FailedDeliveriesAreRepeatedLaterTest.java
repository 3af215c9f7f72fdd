package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The delay doubles up to a minute; half of it is random. */
class FailedDeliveriesAreRepeatedLaterTest {

    @ParameterizedTest
    @CsvSource({"1, 500, 1000", "2, 1000, 2000", "3, 2000, 4000", "7, 30000, 60000", "1000, 30000, 60000"})
    void theDelayIsBetweenHalfAndAll(int failures, long least, long most) {
        assertThat(RetrySchedule.delay(failures, null, 0)).isEqualTo(Duration.ofMillis(least));
        assertThat(RetrySchedule.delay(failures, null, 1)).isEqualTo(Duration.ofMillis(most));
    }

    @Test
    void aReceiverMayAskForMoreUpToTenMinutes() {
        assertThat(RetrySchedule.delay(1, Duration.ofSeconds(30), 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(RetrySchedule.delay(1, Duration.ZERO, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(RetrySchedule.delay(1, Duration.ofDays(2), 1)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void theRateIsLimited() {
        Pace pace = new Pace(100, 0);
        long now = Duration.ofSeconds(10).toNanos();
        int taken = 0;
        while (pace.take(now) == 0) {
            taken++;
        }
        assertThat(taken).isBetween(20, 22);
        assertThat(pace.take(now)).isBetween(1L, 10_000_000L);
        assertThat(pace.take(now + 10_000_000)).isZero();
    }
}
