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
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.TakeBackUnits;
import stockledger.events.stock.ReleaseCause;

/**
 * Whatever is asked of a shop in whatever order, and wherever the process dies: nothing is promised twice, no unit
 * appears or vanishes, the stock follows its reservations, and each answer is what plain counting expects. Each run
 * draws other shops; a failure names the seed and the few steps that are needed to fail, and
 * {@code -Dstockledger.seed=…} draws the same shops again.
 */
class AnyShopAddsUpTest {

    private static final int SHOPS = 2_000;
    private static final int SHOPS_UNTIL_A_BUG_IS_FOUND = 300;
    private static final Logger ROOM = (Logger) LoggerFactory.getLogger(AnyShopAddsUpTest.class.getPackageName());
    private static ShopUnderTest shop;

    @BeforeAll
    static void open() {
        // Thousands of processes die here, and each would say what it could not give back.
        ROOM.setLevel(Level.ERROR);
        shop = new ShopUnderTest();
    }

    @AfterAll
    static void close() {
        shop.close();
        ROOM.setLevel(null);
    }

    @BeforeEach
    void withoutBugs() {
        shop.plant(UnaryOperator.identity());
    }

    @Test
    void thousandsOfShopsAddUp() {
        long first = Long.getLong("stockledger.seed", System.nanoTime());
        System.out.println("any shop adds up: seeds " + first + " to " + (first + SHOPS - 1));
        for (long seed = first; seed < first + SHOPS; seed++) {
            List<ShopStep> steps = ShopStep.drawn(seed);
            if (wrongIn(steps) != null) {
                throw new AssertionError(report(seed, Shrinking.shrink(steps, list -> wrongIn(list) != null)));
            }
        }
    }

    @Test
    void aStockThatForgetsWhatExpiredIsFound() {
        List<ShopStep> steps =
                found(command -> command instanceof ReleaseUnits release && release.cause() == ReleaseCause.EXPIRED
                        ? new ReleaseUnits(release.sku(), release.reservationId(), "nobody", release.cause())
                        : command);

        assertThat(steps).hasSizeLessThanOrEqualTo(4);
        assertThat(kinds(steps))
                .containsExactly(ShopStep.Kind.RECEIVE, ShopStep.Kind.HOLD, ShopStep.Kind.AN_HOUR_PASSES);
    }

    @Test
    void aShipmentThatSendsOneTooManyIsFound() {
        List<ShopStep> steps = found(command -> command instanceof ShipUnits ship && ship.upTo() < Long.MAX_VALUE
                ? new ShipUnits(ship.sku(), ship.reservationId(), ship.attempt(), ship.upTo() + 1)
                : command);

        assertThat(steps).hasSizeLessThanOrEqualTo(5);
        assertThat(kinds(steps))
                .containsExactly(ShopStep.Kind.RECEIVE, ShopStep.Kind.HOLD, ShopStep.Kind.CONFIRM, ShopStep.Kind.SHIP);
    }

    @Test
    void aReturnThatIsFollowedTwiceIsFound() {
        List<ShopStep> steps = found(command -> command instanceof TakeBackUnits back
                ? new TakeBackUnits(
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
    void aPartThatWasStillOnItsWayWhenTheCartWasGivenUpIsMissedOnlyByABug() {
        List<ShopStep> steps = List.of(
                step(ShopStep.Kind.RECEIVE, 5, -1),
                step(ShopStep.Kind.HOLD, 4, -1),
                step(ShopStep.Kind.CONFIRM, 1, -1),
                step(ShopStep.Kind.SHIP, 2, 1),
                step(ShopStep.Kind.CANCEL, 1, -1));
        assertThat(wrongIn(steps)).isNull();

        shop.plant(command -> command instanceof CancelUnits cancel
                ? new CancelUnits(cancel.sku(), cancel.reservationId(), cancel.attempt(), 0)
                : command);
        assertThat(wrongIn(steps)).contains("the stock shipped 0");
    }

    private static ShopStep step(ShopStep.Kind kind, int units, int crashAfter) {
        return new ShopStep(kind, 0, 0, 1, units, 0, crashAfter);
    }

    private static List<ShopStep.Kind> kinds(List<ShopStep> steps) {
        return steps.stream().map(ShopStep::kind).distinct().toList();
    }

    /** The steps that are needed to see a bug. */
    private static List<ShopStep> found(UnaryOperator<Object> bug) {
        shop.plant(bug);
        for (long seed = 0; seed < SHOPS_UNTIL_A_BUG_IS_FOUND; seed++) {
            List<ShopStep> steps = ShopStep.drawn(seed);
            if (wrongIn(steps) != null) {
                List<ShopStep> shrunk = Shrinking.shrink(steps, list -> wrongIn(list) != null);
                assertThat(report(seed, shrunk))
                        .contains("seed " + seed)
                        .contains(shrunk.get(0).toString());
                return shrunk;
            }
        }
        throw new AssertionError("the bug was not found");
    }

    private static String report(long seed, List<ShopStep> steps) {
        StringBuilder report = new StringBuilder("seed " + seed + ": " + wrongIn(steps) + "\nafter");
        steps.forEach(step -> report.append("\n  ").append(step));
        return report.toString();
    }

    /** What goes wrong first when these steps are taken; null when nothing does. */
    private static @Nullable String wrongIn(List<ShopStep> steps) {
        shop.open();
        ShopBooks books = new ShopBooks();
        ShopModel model = new ShopModel();
        boolean sure = true;
        List<ShopStep> all = new ArrayList<>(steps);
        all.add(new ShopStep(ShopStep.Kind.UPKEEP, 0, 0, 0, 0, 0, -1));
        for (ShopStep step : all) {
            String expected = model.answerTo(step, shop.now());
            ShopUnderTest.Said said = shop.take(step);
            books.read(shop.events());
            boolean upkeep = step.kind() == ShopStep.Kind.UPKEEP || step.kind() == ShopStep.Kind.AN_HOUR_PASSES;
            if (said.code().equals("crash")) {
                sure = false;
            } else if (upkeep && !sure) {
                sure = true;
                model = ShopModel.of(books);
            } else if (sure) {
                if (!said.code().equals(expected)) {
                    return step + " was answered " + said.code() + " instead of " + expected;
                }
                counted(model, step, said);
            }
            String wrong = wrong(books, sure ? model : null);
            if (wrong != null) {
                return wrong + ", at: " + step;
            }
        }
        return null;
    }

    private static void counted(ShopModel model, ShopStep step, ShopUnderTest.Said said) {
        if (!said.code().equals(ShopModel.DONE)) {
            return;
        }
        String sku = Names.sku(step.sku());
        switch (step.kind()) {
            case RECEIVE -> model.move(sku, Names.place(step.place()), step.units());
            case ADJUST -> model.move(sku, Names.place(step.place()), step.more() == 0 ? step.units() : -step.units());
            case UPKEEP, AN_HOUR_PASSES -> model.expire(shop.now());
            default -> model.after(step, java.util.Objects.requireNonNull(said.state()), shop.now());
        }
    }

    private static @Nullable String wrong(ShopBooks books, @Nullable ShopModel model) {
        if (model != null) {
            books.checkQuiet();
        }
        List<String> wrong = new ArrayList<>(books.wrong());
        if (model != null) {
            wrong.addAll(model.differences(books));
            for (int sku = 0; sku < ShopStep.SKUS; sku++) {
                long available = shop.available(Names.sku(sku));
                if (available != model.available(Names.sku(sku))) {
                    wrong.add("its stock says that " + available + " of " + Names.sku(sku) + " are available");
                }
            }
        }
        return wrong.isEmpty() ? null : wrong.get(0);
    }
}
