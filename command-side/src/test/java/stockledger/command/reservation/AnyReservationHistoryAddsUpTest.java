package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import stockledger.command.stock.StockCommand.BookReturn;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.ReduceHold;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.events.stock.ReleaseCause;

/**
 * For random histories with crashes at any point: no unit is claimed twice, units are conserved, the stock follows its
 * reservations, and each answer is the expected one. Every run uses new seeds; a failure names its seed and the shortest
 * failing steps, and {@code -Dstockledger.seed=…} repeats it.
 */
class AnyReservationHistoryAddsUpTest {

    private static final int HISTORIES = 2_000;
    private static final int SEEDS_FOR_A_BUG = 300;
    private static final Logger LOGGER =
            (Logger) LoggerFactory.getLogger(AnyReservationHistoryAddsUpTest.class.getPackageName());
    private static ShopUnderTest shop;

    @BeforeAll
    static void open() {
        // Each of thousands of crashes would log lines that could not be released.
        LOGGER.setLevel(Level.ERROR);
        shop = new ShopUnderTest();
    }

    @AfterAll
    static void close() {
        shop.close();
        LOGGER.setLevel(null);
    }

    @BeforeEach
    void withoutBugs() {
        shop.injectBug(UnaryOperator.identity());
    }

    @Test
    void randomHistoriesAddUp() {
        long first = Long.getLong("stockledger.seed", System.nanoTime());
        System.out.println("any reservation history adds up: seeds " + first + " to " + (first + HISTORIES - 1));
        for (long seed = first; seed < first + HISTORIES; seed++) {
            List<ShopStep> steps = ShopStep.randomWithChanges(seed);
            if (violationIn(steps) != null) {
                throw new AssertionError(report(seed, Shrinking.shrink(steps, list -> violationIn(list) != null)));
            }
        }
    }

    @Test
    void aMissingReleaseOfExpiredHoldsIsFound() {
        List<ShopStep> steps =
                found(command -> command instanceof ReleaseUnits release && release.cause() == ReleaseCause.EXPIRED
                        ? new ReleaseUnits(release.sku(), release.reservationId(), "other", release.cause())
                        : command);

        assertThat(steps).hasSizeLessThanOrEqualTo(4);
        assertThat(kinds(steps)).containsExactly(ShopStep.Kind.RECEIVE, ShopStep.Kind.HOLD, ShopStep.Kind.HOUR);
    }

    @Test
    void aShipmentOfOneUnitTooManyIsFound() {
        List<ShopStep> steps = found(command -> command instanceof ShipUnits ship && ship.upTo() < Long.MAX_VALUE
                ? new ShipUnits(ship.sku(), ship.reservationId(), ship.attempt(), ship.upTo() + 1)
                : command);

        assertThat(steps).hasSizeLessThanOrEqualTo(5);
        assertThat(kinds(steps))
                .containsExactly(ShopStep.Kind.RECEIVE, ShopStep.Kind.HOLD, ShopStep.Kind.CONFIRM, ShopStep.Kind.SHIP);
    }

    @Test
    void aReturnBookedTwiceIsFound() {
        List<ShopStep> steps = found(command -> command instanceof BookReturn back
                ? new BookReturn(
                        back.sku(),
                        back.reservationId(),
                        back.number() + (int) (System.nanoTime() % 1_000_000),
                        back.returned(),
                        back.reference(),
                        back.after())
                : command);

        assertThat(steps).hasSizeLessThanOrEqualTo(8);
        assertThat(kinds(steps))
                .startsWith(ShopStep.Kind.RECEIVE, ShopStep.Kind.HOLD, ShopStep.Kind.CONFIRM, ShopStep.Kind.SHIP)
                .contains(ShopStep.Kind.RETURN);
    }

    @Test
    void aCancellationThatForgetsAPartialShipmentIsFound() {
        List<ShopStep> steps = List.of(
                step(ShopStep.Kind.RECEIVE, 5, -1),
                step(ShopStep.Kind.HOLD, 4, -1),
                step(ShopStep.Kind.CONFIRM, 1, -1),
                step(ShopStep.Kind.SHIP, 2, 1),
                step(ShopStep.Kind.CANCEL, 1, -1));
        assertThat(violationIn(steps)).isNull();

        shop.injectBug(command -> command instanceof CancelUnits cancel
                ? new CancelUnits(cancel.sku(), cancel.reservationId(), cancel.attempt(), 0)
                : command);
        assertThat(violationIn(steps)).contains("the stock shipped 0");
    }

    @Test
    void unitsThatNewLinesGiveUpAndThatStayHeldAreFound() {
        List<ShopStep> steps = List.of(
                step(ShopStep.Kind.RECEIVE, 5, -1),
                step(ShopStep.Kind.HOLD, 4, -1),
                step(ShopStep.Kind.REPLACE_LINES, 2, -1));
        assertThat(violationIn(steps)).isNull();

        shop.injectBug(command -> command instanceof ReduceHold reduce
                ? new ReduceHold(reduce.sku(), reduce.reservationId(), "other", reduce.recorded())
                : command);
        assertThat(violationIn(steps)).contains("claims 4 held");
    }

    private static ShopStep step(ShopStep.Kind kind, int units, int crashAfter) {
        return new ShopStep(kind, 0, 0, 1, units, 0, crashAfter);
    }

    private static List<ShopStep.Kind> kinds(List<ShopStep> steps) {
        return steps.stream().map(ShopStep::kind).distinct().toList();
    }

    /** The shortest steps that reveal a bug. */
    private static List<ShopStep> found(UnaryOperator<Object> bug) {
        shop.injectBug(bug);
        for (long seed = 0; seed < SEEDS_FOR_A_BUG; seed++) {
            List<ShopStep> steps = ShopStep.random(seed);
            if (violationIn(steps) != null) {
                List<ShopStep> shrunk = Shrinking.shrink(steps, list -> violationIn(list) != null);
                assertThat(report(seed, shrunk))
                        .contains("seed " + seed)
                        .contains(shrunk.get(0).toString());
                return shrunk;
            }
        }
        throw new AssertionError("the bug was not found");
    }

    private static String report(long seed, List<ShopStep> steps) {
        StringBuilder report = new StringBuilder("seed " + seed + ": " + violationIn(steps) + "\nafter");
        steps.forEach(step -> report.append("\n  ").append(step));
        return report.toString();
    }

    /** The first violation when these steps are executed; null for none. */
    private static @Nullable String violationIn(List<ShopStep> steps) {
        shop.reset();
        EventTotals totals = new EventTotals();
        ShopModel model = new ShopModel();
        boolean known = true;
        List<ShopStep> all = new ArrayList<>(steps);
        all.add(new ShopStep(ShopStep.Kind.RECOVER, 0, 0, 0, 0, 0, -1));
        for (ShopStep step : all) {
            String expected = model.answerTo(step, shop.now());
            ShopUnderTest.StepAnswer answer = shop.execute(step);
            totals.read(shop.events());
            boolean recovered = step.kind() == ShopStep.Kind.RECOVER || step.kind() == ShopStep.Kind.HOUR;
            if (answer.code().equals("crash")) {
                known = false;
            } else if (recovered && !known) {
                known = true;
                model = ShopModel.of(totals);
            } else if (known) {
                if (!answer.code().equals(expected)) {
                    return step + " was answered " + answer.code() + " instead of " + expected;
                }
                book(model, step, answer);
            }
            String violation = violation(totals, known ? model : null);
            if (violation != null) {
                return violation + ", at: " + step;
            }
        }
        return null;
    }

    private static void book(ShopModel model, ShopStep step, ShopUnderTest.StepAnswer answer) {
        if (!answer.code().equals(ShopModel.DONE)) {
            return;
        }
        String sku = ModelIds.sku(step.sku());
        switch (step.kind()) {
            case RECEIVE -> model.move(sku, ModelIds.location(step.location()), step.units());
            case ADJUST ->
                model.move(sku, ModelIds.location(step.location()), step.more() == 0 ? step.units() : -step.units());
            case RECOVER, HOUR -> model.expire(shop.now());
            default -> model.after(step, java.util.Objects.requireNonNull(answer.state()), shop.now());
        }
    }

    private static @Nullable String violation(EventTotals totals, @Nullable ShopModel model) {
        if (model != null) {
            totals.checkStockMatchesReservations();
        }
        List<String> violations = new ArrayList<>(totals.violations());
        if (model != null) {
            violations.addAll(model.differences(totals));
            // What a SKU has follows from its events only.
            for (String sku : totals.takeChanged()) {
                long available = shop.available(sku);
                if (available != model.available(sku)) {
                    violations.add("by its stock " + available + " of " + sku + " are available");
                }
            }
        }
        return violations.isEmpty() ? null : violations.get(0);
    }
}
