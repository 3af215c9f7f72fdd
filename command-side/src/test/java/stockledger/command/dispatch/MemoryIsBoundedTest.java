package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** At most the configured number of aggregates is cached; evicted ones are read again. */
class MemoryIsBoundedTest {

    private static final int MAX = 100;
    private static final int SKUS = 120;
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, "--stockledger.dispatch.cached-aggregates=" + MAX);
        commandSide.stocked(
                "MAIN", 2, IntStream.range(0, SKUS).mapToObj(i -> "SKU-" + i).toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void evictedAggregatesAreReadAgain() {
        AggregateCache cache = commandSide.instance(0).getBean(AggregateCache.class);
        List<String> streams = IntStream.range(0, SKUS)
                .boxed()
                .flatMap(i -> List.of("product:SKU-" + i, "stock:SKU-" + i).stream())
                .toList();
        await().until(() -> streams.stream().filter(cache::containsKey).count() <= MAX);

        for (int i = 0; i < SKUS; i++) {
            assertThat(reserve(i, 3)
                            .body()
                            .path("shortages")
                            .path(0)
                            .path("available")
                            .asLong())
                    .as("SKU-%s", i)
                    .isEqualTo(2);
            assertThat(reserve(i, 2).status()).isEqualTo(201);
        }
        for (int i = 0; i < SKUS; i++) {
            Answer refused = reserve(i, 1);
            assertThat(refused.code()).isEqualTo("insufficient-stock");
            assertThat(refused.body()
                            .path("shortages")
                            .path(0)
                            .path("available")
                            .asLong(-1))
                    .as("SKU-%s", i)
                    .isZero();
        }
        await().until(() -> streams.stream().filter(cache::containsKey).count() <= MAX);
    }

    private static Answer reserve(int sku, long units) {
        return commandSide.post(
                "/v1/reservations", "{\"lines\":[{\"sku\":\"SKU-%d\",\"quantity\":%d}]}".formatted(sku, units));
    }
}
