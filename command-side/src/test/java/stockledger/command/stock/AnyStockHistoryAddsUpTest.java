package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static stockledger.command.stock.StockExamples.EXPIRES;
import static stockledger.command.stock.StockExamples.MAIN;
import static stockledger.command.stock.StockExamples.MUG;
import static stockledger.command.stock.StockExamples.SHOP;
import static stockledger.command.stock.StockExamples.YARD;
import static stockledger.command.stock.StockExamples.anywhere;
import static stockledger.command.stock.StockExamples.from;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.command.dispatch.Refusal;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.TransferId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.TakenFrom;

/**
 * For random command histories: no claim exceeds what policy allows at that time, held and allocated equal the open claims,
 * units are conserved, and each crossed threshold raises one alert. Every run uses new seeds; a failure names its seed,
 * and {@code -Dstockledger.seed=…} repeats it.
 */
class AnyStockHistoryAddsUpTest {

    private static final int HISTORIES = 2_000;
    private static final int COMMANDS = 60;
    private static final LocalDate FRIDAY = LocalDate.parse("2026-03-06");
    private static final long IMPOSSIBLE = 1_000_000_000;
    private static final List<LocationId> LOCATIONS = List.of(MAIN, SHOP, YARD);

    @Test
    void randomHistoriesAddUp() {
        long first = Long.getLong("stockledger.seed", System.nanoTime());
        System.out.println("any stock history adds up: seeds " + first + " to " + (first + HISTORIES - 1));
        int refused = 0;
        for (long seed = first; seed < first + HISTORIES; seed++) {
            refused += history(seed);
        }
        assertThat(refused).as("refusals; histories without any prove little").isGreaterThan(HISTORIES);
    }

    private static int history(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StockUnderTest stock = new StockUnderTest();
        StockModel model = new StockModel();
        List<StockCommand> history = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < COMMANDS; i++) {
                // The first command creates the stock.
                StockCommand command = i == 0 ? new ReceiveStock(MUG, MAIN, 1, null) : any(random, stock.now());
                history.add(command);
                int before = stock.events().size();
                Object answer = decide(stock, command);
                refused += answer instanceof Refusal ? 1 : 0;
                int expected = model.follow(command, stock.movedAt(before), answer);
                assertThat(stock.events().size() - before).as("events stored").isEqualTo(expected);
                checkClaimable(stock, model);
            }
            checkSums(stock.events(), model);
            checkClaimable(stock.replayed(), model);
        } catch (AssertionError failure) {
            throw new AssertionError(
                    "-Dstockledger.seed=" + seed + " after " + history + "\n" + failure.getMessage(), failure);
        }
        return refused;
    }

    private static Object decide(StockUnderTest stock, StockCommand command) {
        try {
            return stock.decide(command);
        } catch (Refusal refusal) {
            return refusal;
        }
    }

    private static StockCommand any(SplittableRandom random, Instant now) {
        return random.nextInt(3) == 0 ? anyMovement(random, now) : anyClaim(random, now);
    }

    private static StockCommand anyMovement(SplittableRandom random, Instant now) {
        LocationId location = LOCATIONS.get(random.nextInt(LOCATIONS.size()));
        LocationId other = LOCATIONS.get((LOCATIONS.indexOf(location) + 1) % LOCATIONS.size());
        TransferId transfer = new TransferId("MUG-1." + random.nextInt(4));
        IncomingId delivery = new IncomingId("delivery-" + random.nextInt(4));
        Instant past = past(random, now);
        return switch (random.nextInt(11)) {
            case 0 ->
                new SetStockPolicy(
                        MUG,
                        random.nextBoolean() ? location : null,
                        random.nextInt(3),
                        random.nextBoolean() ? (Long) random.nextLong(6) : null,
                        random.nextBoolean() ? (Long) random.nextLong(5) : null);
            case 1, 2 -> new SetAside(MUG, location, delta(random), AdjustmentReason.DAMAGED, null);
            case 3 -> new CountStock(MUG, location, random.nextInt(12), null, now);
            case 4 -> new CountStock(MUG, location, random.nextInt(12), now.minusMillis(random.nextInt(20)), now);
            case 5, 6 -> new SendTransfer(MUG, transfer, location, other, random.nextInt(1, 6), null);
            case 7 ->
                new ReceiveTransfer(
                        MUG,
                        transfer,
                        random.nextBoolean() ? (Long) random.nextLong(6) : null,
                        random.nextInt(3) == 0 ? (Boolean) random.nextBoolean() : null);
            case 8 ->
                new AnnounceIncoming(
                        MUG, delivery, location, random.nextInt(1, 9), FRIDAY.plusDays(random.nextInt(3)), null);
            case 9 ->
                new AdjustStock(
                        MUG,
                        location,
                        -random.nextInt(1, 6),
                        AdjustmentReason.DAMAGED,
                        null,
                        TakenFrom.UNAVAILABLE,
                        past);
            default ->
                random.nextInt(3) == 0
                        ? new CancelIncoming(MUG, delivery)
                        : new ReceiveStock(MUG, location, random.nextInt(1, 9), null, delivery, past);
        };
    }

    /** Mostly none. */
    private static @Nullable Instant past(SplittableRandom random, Instant now) {
        return random.nextInt(3) > 0 ? null : now.minusMillis(random.nextInt(20));
    }

    private static StockCommand anyClaim(SplittableRandom random, Instant now) {
        LocationId location = LOCATIONS.get(random.nextInt(LOCATIONS.size()));
        ReservationId cart = new ReservationId("cart-" + random.nextInt(5));
        // Mostly the attempt that holds the units, sometimes another.
        String attempt = random.nextInt(6) == 0 ? "other" : "owner";
        return switch (random.nextInt(12)) {
            case 0, 1 -> new ReceiveStock(MUG, location, random.nextInt(1, 9), null, null, past(random, now));
            case 2 ->
                new AdjustStock(
                        MUG, location, delta(random), AdjustmentReason.CORRECTION, null, null, past(random, now));
            case 3, 4, 5 -> new HoldUnits(MUG, cart, attempt, requests(random), EXPIRES);
            case 6 -> new AssessUnits(MUG, requests(random));
            case 7, 8 -> new AllocateUnits(MUG, cart, attempt);
            case 9 -> new ReleaseUnits(MUG, cart, attempt, ReleaseCause.RELEASED);
            default -> new ShipUnits(MUG, cart, attempt);
        };
    }

    private static long delta(SplittableRandom random) {
        long units = random.nextInt(1, 9);
        return random.nextBoolean() ? units : -units;
    }

    private static List<UnitRequest> requests(SplittableRandom random) {
        List<UnitRequest> requests = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            long units = random.nextInt(1, 6);
            int where = random.nextInt(LOCATIONS.size() + 2);
            requests.add(where < LOCATIONS.size() ? from(LOCATIONS.get(where), units) : anywhere(units));
        }
        return requests;
    }

    /** The refusal of an impossible request states how much is claimable. */
    private static void checkClaimable(StockUnderTest stock, StockModel model) {
        for (LocationId location : LOCATIONS) {
            assertThat(claimable(stock, location))
                    .as("claimable at %s", location)
                    .isEqualTo(model.claimable(location));
        }
        assertThat(claimable(stock, null)).as("claimable anywhere").isEqualTo(model.claimable(null));
    }

    private static long claimable(StockUnderTest stock, @Nullable LocationId location) {
        Throwable refusal = catchThrowable(
                () -> stock.decide(new AssessUnits(MUG, List.of(new UnitRequest(location, IMPOSSIBLE)))));
        return ((InsufficientStock) refusal).shortages().get(0).available();
    }

    /** Sums the appended events and compares them with the model. */
    private static void checkSums(List<Object> events, StockModel model) {
        for (LocationId location : LOCATIONS) {
            long onHand = 0;
            long held = 0;
            long allocated = 0;
            long unavailable = 0;
            for (Object event : events) {
                onHand += moved(location, event);
                if (event instanceof UnitsHeld claim) {
                    held += unitsAt(location, claim.allocations());
                } else if (event instanceof HoldReleased claim) {
                    held -= unitsAt(location, claim.allocations());
                } else if (event instanceof UnitsAllocated claim) {
                    held -= unitsAt(location, claim.allocations());
                    allocated += unitsAt(location, claim.allocations());
                } else if (event instanceof UnitsShipped claim) {
                    allocated -= unitsAt(location, claim.allocations());
                } else if (event instanceof UnitsSetAside aside) {
                    unavailable += aside.locationId().equals(location) ? aside.quantity() : 0;
                } else if (event instanceof UnitsPutBack back) {
                    unavailable -= back.locationId().equals(location) ? back.quantity() : 0;
                } else if (event instanceof StockAdjusted adjusted && adjusted.from() != null) {
                    unavailable += adjusted.locationId().equals(location) ? adjusted.delta() : 0;
                } else if (event instanceof StockCounted counted && counted.writtenOff() != null) {
                    unavailable -= counted.locationId().equals(location) ? counted.writtenOff() : 0;
                }
                assertThat(List.of(held, allocated, unavailable)).allMatch(units -> units >= 0);
            }
            assertThat(List.of(onHand, held, allocated, unavailable))
                    .as("on hand, held, allocated, unavailable at %s", location)
                    .containsExactly(
                            model.onHand(location),
                            model.claimed(location, false),
                            model.claimed(location, true),
                            model.unavailable(location));
        }
    }

    private static long moved(LocationId location, Object event) {
        if (event instanceof StockReceived received) {
            return received.locationId().equals(location) && received.countedAt() == null ? received.quantity() : 0;
        } else if (event instanceof StockAdjusted adjusted) {
            return adjusted.locationId().equals(location) && adjusted.countedAt() == null ? adjusted.delta() : 0;
        } else if (event instanceof StockCounted counted) {
            return counted.locationId().equals(location) ? counted.delta() : 0;
        } else if (event instanceof TransferSent sent) {
            return sent.from().equals(location) ? -sent.quantity() : 0;
        } else if (event instanceof TransferReceived arrived) {
            return arrived.to().equals(location) ? arrived.received() : 0;
        }
        return event instanceof UnitsShipped claim ? -unitsAt(location, claim.allocations()) : 0;
    }

    private static long unitsAt(LocationId location, List<Allocation> allocations) {
        return allocations.stream()
                .filter(units -> units.locationId().equals(location))
                .mapToLong(Allocation::quantity)
                .sum();
    }
}
