package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private final RetryPolicy policy = new RetryPolicy(
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    @Test
    void backoffDoublesUpToTheMaximum() {
        assertThat(policy.backoff(1, Duration.ZERO, 0)).hasMillis(100);
        assertThat(policy.backoff(3, Duration.ZERO, 0)).hasMillis(400);
        assertThat(policy.backoff(1_000, Duration.ZERO, 0)).hasMillis(2_000);
    }

    @Test
    void retryAfterExtendsTheBackoffUpToTheMaximum() {
        assertThat(policy.backoff(1, Duration.ofSeconds(1), 0)).hasMillis(1_000);
        assertThat(policy.backoff(1, Duration.ofDays(1), 0)).hasMillis(2_000);
    }

    @Test
    void jitterReducesTheBackoffByUpToHalf() {
        assertThat(policy.backoff(1, Duration.ZERO, 1)).hasMillis(50);
    }
}
