package stockledger.trials.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final Patience patience = new Patience(
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    @Test
    void pausesDoubleUpToTheLongest() {
        assertThat(patience.pauseBefore(1, Duration.ZERO, 0)).hasMillis(100);
        assertThat(patience.pauseBefore(3, Duration.ZERO, 0)).hasMillis(400);
        assertThat(patience.pauseBefore(1_000, Duration.ZERO, 0)).hasMillis(2_000);
    }

    @Test
    void theServiceMayAskForMoreButNotForTooMuch() {
        assertThat(patience.pauseBefore(1, Duration.ofSeconds(1), 0)).hasMillis(1_000);
        assertThat(patience.pauseBefore(1, Duration.ofDays(1), 0)).hasMillis(2_000);
    }

    @Test
    void jitterTakesOffUpToHalf() {
        assertThat(patience.pauseBefore(1, Duration.ZERO, 1)).hasMillis(50);
    }
}
