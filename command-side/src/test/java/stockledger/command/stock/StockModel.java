package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;

/**
 * The same stock in the plainest words: a count for each shelf, and slips of paper that claim units of it. It shares no
 * arithmetic with the aggregate. It says how many events a command must store, and follows the answer.
 */
final class StockModel {

    private record Slip(String attempt, List<Allocation> units, boolean allocated) {}

    private final Map<LocationId, Long> shelves = new HashMap<>();
    private final Map<ReservationId, Slip> slips = new HashMap<>();

    long available(LocationId location) {
        long claimed = 0;
        for (Slip slip : slips.values()) {
            for (Allocation units : slip.units()) {
                claimed += units.locationId().equals(location) ? units.quantity() : 0;
            }
        }
        return shelves.getOrDefault(location, 0L) - claimed;
    }

    long onHand(LocationId location) {
        return shelves.getOrDefault(location, 0L);
    }

    long claimed(LocationId location, boolean allocated) {
        long claimed = 0;
        for (Slip slip : slips.values()) {
            for (Allocation units : slip.units()) {
                claimed += slip.allocated() == allocated && units.locationId().equals(location) ? units.quantity() : 0;
            }
        }
        return claimed;
    }

    long available() {
        return shelves.keySet().stream().mapToLong(this::available).sum();
    }

    /**
     * Compares what the aggregate said with what must be, and follows.
     *
     * @param answer a refusal, or the answer
     * @return how many events must have been stored
     */
    int follow(StockCommand command, Object answer) {
        if (command instanceof ReceiveStock receive) {
            shelves.merge(receive.locationId(), receive.quantity(), Long::sum);
            assertThat(answer).isEqualTo(onHand(receive.locationId()));
            return 1;
        } else if (command instanceof AdjustStock adjust) {
            return adjusted(adjust, answer);
        } else if (command instanceof HoldUnits hold) {
            return held(hold, answer);
        } else if (command instanceof AssessUnits assess) {
            checkChoice(assess.wanted(), answer);
            return 0;
        } else if (command instanceof AllocateUnits allocate) {
            Slip slip = slipOf(allocate.reservationId(), allocate.attempt());
            boolean due = slip != null && !slip.allocated();
            if (slip != null) {
                slips.put(allocate.reservationId(), new Slip(slip.attempt(), slip.units(), true));
            }
            assertThat(answer).isEqualTo(due);
            return due ? 1 : 0;
        } else if (command instanceof ReleaseUnits release) {
            Slip slip = slipOf(release.reservationId(), release.attempt());
            boolean due = slip != null && !slip.allocated();
            slips.computeIfPresent(release.reservationId(), (id, kept) -> due ? null : kept);
            assertThat(answer).isEqualTo(due);
            return due ? 1 : 0;
        }
        return shipped((ShipUnits) command, answer);
    }

    private int adjusted(AdjustStock adjust, Object answer) {
        if (available(adjust.locationId()) + adjust.delta() < 0) {
            assertShortage(answer, -adjust.delta());
            return 0;
        }
        shelves.merge(adjust.locationId(), adjust.delta(), Long::sum);
        assertThat(answer).isEqualTo(onHand(adjust.locationId()));
        return 1;
    }

    private int held(HoldUnits hold, Object answer) {
        Slip slip = slips.get(hold.reservationId());
        if (slip != null && !slip.attempt().equals(hold.attempt())) {
            assertThat(answer).isInstanceOf(HoldInProgress.class);
            return 0;
        }
        if (slip != null) {
            assertThat(answer).isEqualTo(slip.units());
            return 0;
        }
        List<Allocation> units = checkChoice(hold.wanted(), answer);
        if (units != null) {
            slips.put(hold.reservationId(), new Slip(hold.attempt(), units, false));
        }
        return units == null ? 0 : 1;
    }

    private int shipped(ShipUnits ship, Object answer) {
        Slip slip = slipOf(ship.reservationId(), ship.attempt());
        assertThat(answer).isEqualTo(slip != null);
        if (slip == null) {
            return 0;
        }
        slips.remove(ship.reservationId());
        slip.units().forEach(units -> shelves.merge(units.locationId(), -units.quantity(), Long::sum));
        return slip.allocated() ? 1 : 2;
    }

    private @Nullable Slip slipOf(ReservationId id, String attempt) {
        Slip slip = slips.get(id);
        return slip != null && slip.attempt().equals(attempt) ? slip : null;
    }

    /** Any choice is right that serves every wish from what is there; a refusal only when there is none. */
    private @Nullable List<Allocation> checkChoice(List<Wanted> wanted, Object answer) {
        long requested = wanted.stream().mapToLong(Wanted::quantity).sum();
        Map<LocationId, Long> given = new HashMap<>();
        wanted.stream()
                .filter(wish -> wish.locationId() != null)
                .forEach(wish -> given.merge(wish.locationId(), wish.quantity(), Long::sum));
        boolean possible = requested <= available()
                && given.entrySet().stream().allMatch(wish -> wish.getValue() <= available(wish.getKey()));
        if (!possible) {
            assertShortage(answer, requested);
            return null;
        }
        assertThat(answer).isInstanceOf(List.class);
        List<Allocation> units =
                ((List<?>) answer).stream().map(Allocation.class::cast).toList();
        assertThat(units)
                .extracting(Allocation::locationId)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(units.stream().mapToLong(Allocation::quantity).sum()).isEqualTo(requested);
        Map<LocationId, Long> taken = new HashMap<>();
        units.forEach(one -> taken.put(one.locationId(), one.quantity()));
        given.forEach((location, least) -> assertThat(taken.get(location)).isGreaterThanOrEqualTo(least));
        taken.forEach((location, much) -> assertThat(much).isLessThanOrEqualTo(available(location)));
        return units;
    }

    private static void assertShortage(Object answer, long requested) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        InsufficientStock.class,
                        refusal -> assertThat(refusal.shortages())
                                .singleElement()
                                .satisfies(shortage -> {
                                    assertThat(shortage.requested()).isEqualTo(requested);
                                    assertThat(shortage.available()).isBetween(0L, requested - 1);
                                }));
    }
}
