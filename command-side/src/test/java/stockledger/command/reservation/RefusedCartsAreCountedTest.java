package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusedShopper;

/**
 * In random histories, what is counted as refused equals a plain count of the answers that callers got. Every run uses new
 * seeds; {@code -Dstockledger.seed=…} repeats one.
 */
class RefusedCartsAreCountedTest {

    private static final int HISTORIES = 150;
    private static final Logger LOGGER =
            (Logger) LoggerFactory.getLogger(RefusedCartsAreCountedTest.class.getPackageName());
    private static ShopUnderTest shop;

    @BeforeAll
    static void open() {
        LOGGER.setLevel(Level.ERROR);
        shop = new ShopUnderTest();
    }

    @AfterAll
    static void close() {
        shop.close();
        LOGGER.setLevel(null);
    }

    @Test
    void theCountEqualsTheAnswers() {
        long first = Long.getLong("stockledger.seed", System.nanoTime());
        System.out.println("refused carts are counted: seeds " + first + " to " + (first + HISTORIES - 1));
        int refused = 0;
        for (long seed = first; seed < first + HISTORIES; seed++) {
            shop.reset();
            Map<String, long[]> expected = new TreeMap<>();
            for (ShopStep step : ShopStep.randomWithChanges(seed)) {
                String day = LocalDate.ofInstant(shop.now(), ZoneOffset.UTC).toString();
                ShopUnderTest.StepAnswer answer = shop.execute(step);
                if (step.kind() != ShopStep.Kind.ADJUST && answer.refusal() instanceof InsufficientStock shortage) {
                    refused++;
                    shortage.shortages().forEach(one -> count(expected, day, ModelIds.cart(step.cart()), one));
                }
            }
            assertThat(texts(counted())).as("seed %d", seed).isEqualTo(texts(expected));
        }
        assertThat(refused).isPositive();
    }

    private static void count(Map<String, long[]> counts, String day, String cart, Shortage one) {
        long[] sums =
                counts.computeIfAbsent(day + " " + one.sku() + " " + one.locationId() + " " + cart, key -> new long[2]);
        sums[0] = Math.max(sums[0], one.requested());
        sums[1] = Math.max(sums[1], one.requested() - one.available());
    }

    private static Map<String, long[]> counted() {
        Map<String, long[]> counted = new TreeMap<>();
        for (DemandRefused event : shop.refusedDemand()) {
            assertThat(event.requests()).isGreaterThanOrEqualTo(event.shoppers().size());
            for (RefusedShopper shopper : event.shoppers()) {
                counted.put(
                        event.day() + " " + event.sku() + " " + event.locationId() + " " + shopper.id(),
                        new long[] {shopper.unitsAsked(), shopper.unitsShort()});
            }
        }
        return counted;
    }

    private static Map<String, String> texts(Map<String, long[]> counts) {
        Map<String, String> texts = new TreeMap<>();
        counts.forEach((key, sums) -> texts.put(key, sums[0] + " asked, " + sums[1] + " short"));
        return texts;
    }
}
