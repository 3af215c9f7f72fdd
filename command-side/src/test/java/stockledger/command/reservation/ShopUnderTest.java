package stockledger.command.reservation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.command.demand.DemandUnderTest;
import stockledger.command.demand.RefusedDemand;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.InMemoryDispatch;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Refusal;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;
import stockledger.command.reservation.ReservationCommand.ReplaceLines;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.recovery.RecoveryUnderTest;
import stockledger.command.stock.StockAggregate;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.reservation.LineUnits;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;

/** Process, aggregates and recovery on an event store in memory, with a clock and crashes controlled by the test. */
final class ShopUnderTest implements AutoCloseable {

    /** More than these tests ever stock of a SKU. */
    private static final long IMPOSSIBLE = 1_000_000;

    private static final List<LocationId> PRIORITY = List.of(ModelIds.locationOf(2), ModelIds.locationOf(3));

    /** Below the first retry: a test has one thread, so no other attempt ends while it waits. */
    private static final Duration IN_PROGRESS_TIMEOUT = Duration.ofMillis(1);

    /** The process crashed here. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process crashed", null, false, false);
        }
    }

    private final InMemoryDispatch dispatch;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger alive = new AtomicInteger(Integer.MAX_VALUE);
    private UnaryOperator<Object> bug = UnaryOperator.identity();
    private Instant now = Instant.EPOCH;
    private Commands commands;
    private ReservationProcess process;
    private RefusedDemand refused;
    private RecoveryUnderTest recovery;

    ShopUnderTest() {
        dispatch = new InMemoryDispatch(
                List.of(StockAggregate.aggregate(), new ReservationConfiguration().reservationAggregate()));
        dispatch.interceptCommands(this::intercept);
        reset();
    }

    /** Injects a bug that changes commands before they reach the aggregates. */
    void injectBug(UnaryOperator<Object> bug) {
        this.bug = bug;
    }

    /** Starts a new, empty shop. */
    void reset() {
        dispatch.clear();
        for (int sku = 0; sku < ShopStep.SKUS; sku++) {
            Sku id = ModelIds.skuOf(sku);
            dispatch.append(
                    id.productStream(),
                    new ProductRegistered(id, "Thing", null, null, null, Map.of(), Money.of("1", "GBP"), List.of()));
        }
        for (int location = 1; location <= ShopStep.LOCATIONS; location++) {
            dispatch.append(
                    ModelIds.locationOf(location).stream(), new LocationOpened(ModelIds.locationOf(location), "Place"));
        }
        // Events have the time of the system clock; this clock is ahead of it, so that delays have passed.
        now = Instant.now().plus(Duration.ofHours(1));
        Clock clock = new ShopClock();
        commands = dispatch.commands();
        KnownStreams streams = dispatch.known();
        refused = DemandUnderTest.at(clock);
        process =
                new ReservationProcess(commands, new ParallelLines(threads, 50), streams, refused, IN_PROGRESS_TIMEOUT);
        recovery = new RecoveryUnderTest(commands, streams, threads, clock);
    }

    private Object intercept(Object command) {
        if (alive.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            throw new Crash();
        }
        return bug.apply(command);
    }

    Instant now() {
        return now;
    }

    /** What was refused since the last call. */
    List<DemandRefused> refusedDemand() {
        return DemandUnderTest.take(refused);
    }

    List<DomainEventMessage<?>> events() {
        return dispatch.events();
    }

    /** The answer to a step. */
    record StepAnswer(
            String code,
            @Nullable ReservationState state,
            @Nullable Refusal refusal) {}

    StepAnswer execute(ShopStep step) {
        alive.set(step.crashAfter() < 0 ? Integer.MAX_VALUE : step.crashAfter());
        try {
            return new StepAnswer(ShopModel.DONE, state(step), null);
        } catch (Refusal refusal) {
            return new StepAnswer(refusal.code(), null, refusal);
        } catch (Crash crash) {
            return new StepAnswer("crash", null, null);
        } finally {
            alive.set(Integer.MAX_VALUE);
        }
    }

    private @Nullable ReservationState state(ShopStep step) {
        ReservationId cart = ModelIds.cartOf(step.cart());
        return switch (step.kind()) {
            case RECEIVE -> {
                commands.send(new ReceiveStock(
                        ModelIds.skuOf(step.sku()), ModelIds.locationOf(step.location()), step.units(), null));
                yield null;
            }
            case ADJUST -> {
                long delta = step.more() == 0 ? step.units() : -step.units();
                commands.send(new AdjustStock(
                        ModelIds.skuOf(step.sku()),
                        ModelIds.locationOf(step.location()),
                        delta,
                        AdjustmentReason.CORRECTION,
                        null));
                yield null;
            }
            case HOLD ->
                process.hold(
                                new HoldCart(
                                        cart,
                                        false,
                                        requestedLines(step),
                                        now.plus(ShopModel.TTL),
                                        null,
                                        ShopModel.TTL.toSeconds()),
                                true)
                        .state();
            case REPLACE_LINES ->
                process.decide(new ReplaceLines(cart, requestedLines(step), now), null)
                        .state();
            case CONFIRM_LATE ->
                process.decide(new ConfirmReservation(cart, now, LocationSelection.FEWEST_LOCATIONS), null)
                        .state();
            case CONFIRM ->
                process.decide(new ConfirmReservation(cart, now), null).state();
            case RELEASE -> process.decide(new ReleaseReservation(cart), null).state();
            case CANCEL -> process.decide(new CancelReservation(cart), null).state();
            case EXTEND ->
                process.decide(new ExtendReservation(cart, now, now.plus(ShopModel.TTL)), null)
                        .state();
            case SHIP ->
                process.decide(new ShipReservation(cart, parts(step)), null).state();
            case RETURN ->
                process.decide(new ReturnUnits(cart, List.of(returnLine(step)), "slip"), null)
                        .state();
            case RECOVER -> recover();
            case HOUR -> {
                now = now.plus(Duration.ofHours(1));
                yield recover();
            }
        };
    }

    private static List<RequestedLine> requestedLines(ShopStep step) {
        LocationId location = step.location() == 0 ? null : ModelIds.locationOf(step.location());
        LocationChoice policy = ShopModel.policyOf(step);
        LocationSelection selection = new LocationSelection(policy, PRIORITY);
        List<RequestedLine> lines = new ArrayList<>();
        lines.add(new RequestedLine(
                ModelIds.skuOf(step.sku()), List.of(new UnitRequest(location, step.units())), selection));
        if (step.more() > 0) {
            lines.add(new RequestedLine(
                    ModelIds.skuOf(step.sku() + 1), List.of(new UnitRequest(null, step.more())), selection));
        }
        lines.sort(Comparator.comparing(RequestedLine::sku));
        return lines;
    }

    private static List<LineUnits> parts(ShopStep step) {
        return step.units() == 0 ? List.of() : List.of(new LineUnits(ModelIds.skuOf(step.sku()), step.units()));
    }

    private static ReturnLine returnLine(ShopStep step) {
        return new ReturnLine(
                ModelIds.skuOf(step.sku()),
                step.units(),
                step.location() == 0 ? null : ModelIds.locationOf(step.location()),
                step.more() % 2 == 1 ? ReturnCondition.UNAVAILABLE : ReturnCondition.SELLABLE,
                -1);
    }

    /** How many units of a SKU are claimable, by its stock. */
    long available(String sku) {
        try {
            commands.send(new AssessUnits(new Sku(sku), List.of(new UnitRequest(null, IMPOSSIBLE))));
            return IMPOSSIBLE;
        } catch (InsufficientStock shortage) {
            return shortage.shortages().get(0).available();
        }
    }

    private @Nullable ReservationState recover() {
        recovery.run(dispatch::events);
        return null;
    }

    @Override
    public void close() {
        dispatch.close();
        threads.shutdownNow();
    }

    /** A clock that only steps advance. */
    private final class ShopClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
