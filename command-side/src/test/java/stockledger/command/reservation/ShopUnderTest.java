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
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.InMemoryDispatch;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Refusal;
import stockledger.command.reservation.ReservationCommand.Back;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockAggregate;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductRegistered;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.reservation.LineUnits;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;

/** A shop as it runs, desk, aggregates and upkeep, on a store in memory, with a clock and crashes in the test's hands. */
final class ShopUnderTest implements AutoCloseable {

    /** More than a shop of these tests ever has of a SKU. */
    private static final long MORE_THAN_ANY = 1_000_000;

    private static final List<LocationId> PRIORITY = List.of(Names.placeOf(2), Names.placeOf(3));
    private static final ReservationSettings SETTINGS = new ReservationSettings(
            600, LocationChoice.FEWEST_LOCATIONS, PRIORITY, 100, 0, 1, 50, 1, 1_000, 100, 16, 5);
    private static final Duration GRACE = Duration.ofSeconds(SETTINGS.graceSeconds());

    /** The process died here. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process died", null, false, false);
        }
    }

    private final InMemoryDispatch dispatch;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final AtomicInteger alive = new AtomicInteger(Integer.MAX_VALUE);
    private UnaryOperator<Object> planted = UnaryOperator.identity();
    private Instant now = Instant.EPOCH;
    private Commands commands;
    private ReservationProcess desk;
    private NotesInMemory notes;
    private RecoveryWorker worker;
    private DueQueue agenda;
    private int read;

    ShopUnderTest() {
        dispatch = new InMemoryDispatch(List.of(StockAggregate.aggregate(), new ReservationWiring().reservationAggregate()));
        dispatch.onTheWay(this::onTheWay);
        open();
    }

    /** Changes commands on their way to the aggregates: a bug, to see whether it is found. */
    void plant(UnaryOperator<Object> bug) {
        planted = bug;
    }

    /** Begins anew, with nothing. */
    void open() {
        dispatch.empty();
        for (int sku = 0; sku < ShopStep.SKUS; sku++) {
            Sku id = Names.skuOf(sku);
            dispatch.happened(
                    id.productStream(),
                    new ProductRegistered(id, "Thing", null, null, null, Map.of(), Money.of("1", "GBP"), List.of()));
        }
        for (int place = 1; place <= ShopStep.PLACES; place++) {
            dispatch.happened(Names.placeOf(place).stream(), new LocationOpened(Names.placeOf(place), "Place"));
        }
        // Events are stamped by the machine's clock; the shop's own is far enough ahead that nothing need be waited
        // for.
        now = Instant.now().plus(Duration.ofHours(1));
        Clock clock = new ShopClock();
        commands = dispatch.commands();
        KnownStreams known = dispatch.known();
        desk = new ReservationProcess(commands, new ParallelLines(threads, 50), known, clock, SETTINGS);
        notes = new NotesInMemory();
        worker = new RecoveryWorker(notes, commands, known, threads, clock, SETTINGS);
        agenda = new DueQueue();
        read = 0;
    }

    private Object onTheWay(Object command) {
        if (alive.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            throw new Crash();
        }
        return planted.apply(command);
    }

    Instant now() {
        return now;
    }

    List<DomainEventMessage<?>> events() {
        return dispatch.events();
    }

    /** What a step was answered. */
    record Said(String code, @Nullable ReservationState state) {}

    Said take(ShopStep step) {
        alive.set(step.crashAfter() < 0 ? Integer.MAX_VALUE : step.crashAfter());
        try {
            return new Said(ShopModel.DONE, state(step));
        } catch (Refusal refusal) {
            return new Said(refusal.code(), null);
        } catch (Crash crash) {
            return new Said("crash", null);
        } finally {
            alive.set(Integer.MAX_VALUE);
        }
    }

    private @Nullable ReservationState state(ShopStep step) {
        ReservationId cart = Names.cartOf(step.cart());
        return switch (step.kind()) {
            case RECEIVE -> {
                commands.send(
                        new ReceiveStock(Names.skuOf(step.sku()), Names.placeOf(step.place()), step.units(), null));
                yield null;
            }
            case ADJUST -> {
                long delta = step.more() == 0 ? step.units() : -step.units();
                commands.send(new AdjustStock(
                        Names.skuOf(step.sku()),
                        Names.placeOf(step.place()),
                        delta,
                        AdjustmentReason.CORRECTION,
                        null));
                yield null;
            }
            case HOLD ->
                desk.hold(cart, wishes(step), ShopModel.TTL, null, true).state();
            case CONFIRM -> desk.confirm(cart, null).state();
            case RELEASE -> desk.release(cart, null).state();
            case CANCEL -> desk.cancel(cart, null).state();
            case EXTEND -> desk.extend(cart, ShopModel.TTL, null).state();
            case SHIP -> desk.ship(cart, parts(step), null).state();
            case RETURN ->
                desk.takeBack(cart, List.of(back(step)), "slip", null).state();
            case UPKEEP -> upkeep();
            case AN_HOUR_PASSES -> {
                now = now.plus(Duration.ofHours(1));
                yield upkeep();
            }
        };
    }

    private static List<RequestedLine> wishes(ShopStep step) {
        LocationId place = step.place() == 0 ? null : Names.placeOf(step.place());
        LocationChoice policy = step.units() % 2 == 0 ? LocationChoice.PRIORITY_ORDER : LocationChoice.FEWEST_LOCATIONS;
        LocationSelection choosing = new LocationSelection(policy, PRIORITY);
        List<RequestedLine> wishes = new ArrayList<>();
        wishes.add(new RequestedLine(Names.skuOf(step.sku()), List.of(new UnitRequest(place, step.units())), choosing));
        if (step.more() > 0) {
            wishes.add(new RequestedLine(
                    Names.skuOf(step.sku() + 1), List.of(new UnitRequest(null, step.more())), choosing));
        }
        wishes.sort(Comparator.comparing(RequestedLine::sku));
        return wishes;
    }

    private static List<LineUnits> parts(ShopStep step) {
        return step.units() == 0 ? List.of() : List.of(new LineUnits(Names.skuOf(step.sku()), step.units()));
    }

    private static Back back(ShopStep step) {
        return new Back(
                Names.skuOf(step.sku()),
                step.units(),
                step.place() == 0 ? null : Names.placeOf(step.place()),
                step.more() % 2 == 1 ? ReturnCondition.UNAVAILABLE : ReturnCondition.SELLABLE,
                -1);
    }

    /** How many units of a SKU could be promised, as its stock says. */
    long available(String sku) {
        try {
            commands.send(new AssessUnits(new Sku(sku), List.of(new UnitRequest(null, MORE_THAN_ANY))));
            return MORE_THAN_ANY;
        } catch (InsufficientStock shortage) {
            return shortage.shortages().get(0).available();
        }
    }

    /** Reads what happened and looks after what is due, until nothing is left to do. */
    private @Nullable ReservationState upkeep() {
        try {
            int before;
            do {
                before = read;
                readOn();
                worker.run(agenda);
                while (!worker.isIdle()) {
                    LockSupport.parkNanos(20_000);
                }
            } while (before != dispatch.events().size());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void readOn() {
        List<DomainEventMessage<?>> events = dispatch.events();
        for (; read < events.size(); read++) {
            DomainEventMessage<?> event = events.get(read);
            ReservationId id = RecoveryReader.reservationOf(event.getPayload());
            if (id != null) {
                RecoveryRecord note = RecoveryReader.fold(notes.open(id.value()), List.of(event), GRACE);
                notes.store(List.of(note));
                agenda.put(note.id(), note.dueAt());
            }
        }
    }

    @Override
    public void close() {
        dispatch.close();
        threads.shutdownNow();
    }

    /** Stands still until the test says that time passes. */
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
