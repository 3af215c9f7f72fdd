package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** Two instances that change one SKU alternately conflict once each; within the contention window they refresh first. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContendedStreamsAreRefreshedFirstTest {

    private static final int ROUNDS = 40;
    private static final int EACH = 40;

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commandSide.stocked("MAIN", 10, "SHARED", "LATE", "BUSY-A", "BUSY-B", "BUSY-C", "BUSY-D");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static double conflicts() {
        return IntStream.range(0, commandSide.instances())
                .mapToDouble(i -> commandSide
                        .instance(i)
                        .getBean(MeterRegistry.class)
                        .get("stockledger.dispatch.conflicts")
                        .counter()
                        .count())
                .sum();
    }

    private static Answer adjust(int instance, String sku, int delta) {
        return commandSide.post(
                instance,
                "/v1/inventory/" + sku + "/adjustments",
                "{\"locationId\":\"MAIN\",\"delta\":%d,\"reason\":\"correction\"}".formatted(delta));
    }

    /** First, before another test has begun a contention window. */
    @Test
    @Order(1)
    void alternatingChangesConflictOnce() {
        double before = conflicts();

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(adjust(round % 2, "SHARED", 1).status()).isEqualTo(201);
        }

        assertThat(conflicts() - before).as("conflicts").isBetween(1.0, 2.0);
        assertThat(adjust(0, "SHARED", -(10 + ROUNDS + 1)).code()).isEqualTo("insufficient-stock");
        assertThat(adjust(1, "SHARED", -(10 + ROUNDS)).status()).isEqualTo(201);
        assertThat(adjust(0, "SHARED", -1).code()).isEqualTo("insufficient-stock");
        assertThat(commandSide.stream("stock:SHARED"))
                .filteredOn(event -> event.type().equals("stock.StockAdjusted"))
                .hasSize(ROUNDS + 1);
    }

    @Test
    void concurrentChangesOnBothInstancesAllSucceed() {
        List<String> skus = List.of("BUSY-A", "BUSY-B", "BUSY-C", "BUSY-D");
        List<List<Integer>> answers = Concurrently.times(8, thread -> {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                statuses.add(adjust(thread % 2, skus.get((thread / 2 + i) % skus.size()), 1)
                        .status());
            }
            return statuses;
        });

        assertThat(answers.stream().flatMap(List::stream)).hasSize(8 * EACH).containsOnly(201);
        assertThat(skus.stream()
                        .flatMap(sku -> commandSide.stream("stock:" + sku).stream())
                        .filter(event -> event.type().equals("stock.StockAdjusted")))
                .hasSize(8 * EACH);
    }

    /** A refusal considers what the other instance appended meanwhile. */
    @Test
    void aRefusalIsNotStale() {
        assertThat(adjust(0, "LATE", -10).status()).isEqualTo(201);
        assertThat(adjust(1, "LATE", 5).status()).isEqualTo(201);
        assertThat(adjust(0, "LATE", -5).status()).isEqualTo(201);
        assertThat(adjust(1, "LATE", -1).code()).isEqualTo("insufficient-stock");
    }
}
