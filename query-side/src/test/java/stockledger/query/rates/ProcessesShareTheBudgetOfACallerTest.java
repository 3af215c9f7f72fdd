package stockledger.query.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.query.cache.CacheFixture;
import stockledger.web.limits.SharedBudgets.Budget;

/** What one process takes from a caller's budget, another one lacks; without Redis nothing waits. */
class ProcessesShareTheBudgetOfACallerTest {

    /** So slow that nothing is refilled within a test. */
    private static final BucketConfiguration HUNDRED = BucketConfiguration.builder()
            .addLimit(Bandwidth.builder()
                    .capacity(100)
                    .refillGreedy(1, Duration.ofDays(1))
                    .build())
            .build();

    private static CacheFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new CacheFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void oneProcessTakesWhatTheOtherLacks() {
        Budget first = new RedisBudgets(fixture.redis).of("command:anna", HUNDRED);
        Budget second = new RedisBudgets(fixture.redis).of("command:anna", HUNDRED);
        Budget other = new RedisBudgets(fixture.redis).of("command:bert", HUNDRED);
        for (int i = 0; i < 100; i++) {
            first.take();
        }
        await().until(() -> !take(first));
        await().until(() -> !take(second));
        assertThat(take(other)).isTrue();
    }

    @Test
    void withoutRedisTheAnswerFailsAtOnceOrLater() {
        RedisBudgets budgets = new RedisBudgets(fixture.redis);
        Budget budget = budgets.of("command:carl", HUNDRED);
        take(budget);
        fixture.server().stop();
        await().untilAsserted(
                        () -> assertThat(budget.take().toCompletableFuture()).failsWithin(Duration.ofSeconds(10)));
        fixture.server().start();
        await().ignoreExceptions().until(() -> take(budget));
    }

    private static boolean take(Budget budget) {
        try {
            return budget.take().toCompletableFuture().get(20, TimeUnit.SECONDS).isConsumed();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
