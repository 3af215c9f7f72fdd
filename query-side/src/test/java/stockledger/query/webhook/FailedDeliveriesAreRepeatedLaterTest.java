package stockledger.query.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
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

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "99999999999, 600",
        "'Sun, 01 Mar 2026 12:00:30 GMT', 30",
        "'Sun, 01 Mar 2026 11:00:00 GMT', -3600"
    })
    void theyMayNameSecondsOrATime(String retryAfter, long seconds) {
        assertThat(RetrySchedule.asked(retryAfter, Instant.parse("2026-03-01T12:00:00Z")))
                .isEqualTo(Duration.ofSeconds(seconds));
        assertThat(RetrySchedule.asked("soon", Instant.EPOCH)).isNull();
    }

    @Test
    void theRateIsLimited() {
        AtomicLong now = new AtomicLong();
        Bucket rate = Delivery.rate(100, new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return now.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
        now.set(Duration.ofSeconds(10).toNanos());
        int taken = 0;
        while (rate.tryConsume(1)) {
            taken++;
        }
        assertThat(taken).isBetween(20, 22);
        assertThat(rate.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill())
                .isBetween(1L, 10_000_000L);
        now.addAndGet(10_000_000);
        assertThat(rate.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill())
                .isZero();
    }
}
