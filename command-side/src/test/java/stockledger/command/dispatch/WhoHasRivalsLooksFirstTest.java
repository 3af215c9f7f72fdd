package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.UpfrontValidation;

/** Two instances that decide on one SKU in turns lose a race each, learn from it, and go on from what the other stored. */
class WhoHasRivalsLooksFirstTest {

    private static final int TURNS = 40;
    private static final int EACH = 40;

    private static RunningCommandSide shop;

    @BeforeAll
    static void open() {
        shop = new RunningCommandSide(2);
        shop.stocked("MAIN", 10, "SHARED", "LATE", "CROWD-A", "CROWD-B", "CROWD-C", "CROWD-D");
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static double lost() {
        return IntStream.range(0, shop.instances())
                .mapToDouble(i -> shop.instance(i)
                        .getBean(MeterRegistry.class)
                        .get("stockledger.dispatch.lost")
                        .counter()
                        .count())
                .sum();
    }

    private static Answer adjust(int instance, String sku, int delta) {
        return shop.post(
                instance,
                "/v1/inventory/" + sku + "/adjustments",
                "{\"locationId\":\"MAIN\",\"delta\":%d,\"reason\":\"correction\"}".formatted(delta));
    }

    @Test
    void raceAfterRaceIsNotLost() {
        double before = lost();

        for (int turn = 0; turn < TURNS; turn++) {
            assertThat(adjust(turn % 2, "SHARED", 1).status()).isEqualTo(201);
        }

        assertThat(lost() - before).as("races lost").isBetween(1.0, 2.0);
        assertThat(adjust(0, "SHARED", -(10 + TURNS + 1)).code()).isEqualTo("insufficient-stock");
        assertThat(adjust(1, "SHARED", -(10 + TURNS)).status()).isEqualTo(201);
        assertThat(adjust(0, "SHARED", -1).code()).isEqualTo("insufficient-stock");
        assertThat(shop.stream("stock:SHARED"))
                .filteredOn(event -> event.type().equals("stock.StockAdjusted"))
                .hasSize(TURNS + 1);
    }

    @Test
    void crowdsAtBothAreAllServed() {
        List<String> skus = List.of("CROWD-A", "CROWD-B", "CROWD-C", "CROWD-D");
        List<List<Integer>> answers = UpfrontValidation.times(8, thread -> {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                statuses.add(adjust(thread % 2, skus.get((thread / 2 + i) % skus.size()), 1)
                        .status());
            }
            return statuses;
        });

        assertThat(answers.stream().flatMap(List::stream)).hasSize(8 * EACH).containsOnly(201);
        assertThat(skus.stream()
                        .flatMap(sku -> shop.stream("stock:" + sku).stream())
                        .filter(event -> event.type().equals("stock.StockAdjusted")))
                .hasSize(8 * EACH);
    }

    /** Whoever refuses has seen all: also what another appended since it was last here. */
    @Test
    void aRefusalIsOfToday() {
        assertThat(adjust(0, "LATE", -10).status()).isEqualTo(201);
        assertThat(adjust(1, "LATE", 5).status()).isEqualTo(201);
        assertThat(adjust(0, "LATE", -5).status()).isEqualTo(201);
        assertThat(adjust(1, "LATE", -1).code()).isEqualTo("insufficient-stock");
    }
}
