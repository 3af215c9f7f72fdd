package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.InsufficientUnavailable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;

/**
 * The same stock in the plainest words: shelves on paper, and slips that claim units of them. It shares no
 * arithmetic with the aggregate. It says how many events a command must store, and follows the answer.
 */
final class StockModel {

    private record Slip(String attempt, List<Allocation> units, boolean allocated) {}

    private final PaperShelves shelves = new PaperShelves();
    private final Map<ReservationId, Slip> slips = new HashMap<>();
    private boolean wasThere;
    private boolean saidLow;
    private boolean saidOut;

    /** Units available at a location, signed. */
    long available(LocationId location) {
        return shelves.onHand(location)
                - shelves.aside(location)
                - claimed(location, false)
                - claimed(location, true)
                - shelves.buffer(location);
    }

    /** Units available of the SKU, signed. */
    long available() {
        return shelves.known().stream().mapToLong(this::available).sum() - shelves.bufferOfAll();
    }

    /** How many units could be promised at a location, or anywhere. */
    long claimable(@Nullable LocationId location) {
        long room = location != null
                ? room(location)
                : shelves.known().stream()
                        .mapToLong(place -> Math.max(0, room(place)))
                        .sum();
        return Math.max(0, Math.min(room, available() + shelves.limitOfAll()));
    }

    private long room(LocationId location) {
        return available(location) + shelves.limit(location);
    }

    long onHand(LocationId location) {
        return shelves.onHand(location);
    }

    long aside(LocationId location) {
        return shelves.aside(location);
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

    /**
     * Compares what the aggregate said with what must be, and follows.
     *
     * @param answer a refusal, or the answer
     * @return how many events must have been stored
     */
    int follow(StockCommand command, Instant at, Object answer) {
        int stored = followShelves(command, at, answer);
        stored = stored < 0 ? followClaims(command, at, answer) : stored;
        return stored == 0 ? 0 : stored + linesToTell();
    }

    /** Lines that were crossed, each of which must be told of in an event of its own. */
    private int linesToTell() {
        long available = available();
        Long line = shelves.reorderPoint();
        boolean low = line != null && available <= line;
        boolean out = saidOut ? available <= 0 : wasThere && available <= 0;
        int told = (low && !saidLow ? 1 : 0) + (out != saidOut ? 1 : 0);
        saidLow = low;
        saidOut = out;
        wasThere = !out && (wasThere || available > 0);
        return told;
    }

    private int followShelves(StockCommand command, Instant at, Object answer) {
        if (command instanceof ReceiveStock receive) {
            return shelves.receive(receive, at, answer);
        } else if (command instanceof AdjustStock adjust) {
            return adjusted(adjust, at, answer);
        } else if (command instanceof SetAside move) {
            return setAside(move, answer);
        } else if (command instanceof SetStockPolicy policy) {
            return shelves.want(policy, answer);
        } else if (command instanceof CountStock count) {
            return shelves.count(count, answer);
        } else if (command instanceof SendTransfer send) {
            return sent(send, at, answer);
        } else if (command instanceof ReceiveTransfer receive) {
            return shelves.arrive(receive, at, answer);
        } else if (command instanceof AnnounceIncoming announce) {
            return shelves.announce(announce, answer);
        } else if (command instanceof CancelIncoming cancel) {
            return shelves.cancel(cancel, answer);
        }
        return -1;
    }

    private int setAside(SetAside move, Object answer) {
        if (move.delta() > 0 && move.delta() > available(move.locationId())) {
            assertShortage(answer, move.delta());
            return 0;
        } else if (-move.delta() > aside(move.locationId())) {
            assertThat(answer).isInstanceOf(InsufficientUnavailable.class);
            return 0;
        }
        shelves.setAside(move.locationId(), move.delta());
        assertThat(answer).extracting("unavailable").isEqualTo(aside(move.locationId()));
        return 1;
    }

    private int sent(SendTransfer send, Instant at, Object answer) {
        if (shelves.isRepeated(send, answer)) {
            return 0;
        } else if (send.quantity() > available(send.from())) {
            assertShortage(answer, send.quantity());
            return 0;
        }
        return shelves.send(send, at, answer);
    }

    private int followClaims(StockCommand command, Instant at, Object answer) {
        if (command instanceof HoldUnits hold) {
            return held(hold, answer);
        } else if (command instanceof AssessUnits assess) {
            checkChoice(assess.requests(), answer);
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
        return shipped((ShipUnits) command, at, answer);
    }

    private int adjusted(AdjustStock adjust, Instant at, Object answer) {
        if (adjust.delta() < 0 && available(adjust.locationId()) + adjust.delta() < 0) {
            assertShortage(answer, -adjust.delta());
            return 0;
        }
        shelves.write(adjust.locationId(), at, adjust.delta());
        assertThat(answer).extracting("onHand").isEqualTo(onHand(adjust.locationId()));
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
        List<Allocation> units = checkChoice(hold.requests(), answer);
        if (units != null) {
            slips.put(hold.reservationId(), new Slip(hold.attempt(), units, false));
            units.forEach(one -> shelves.known().add(one.locationId()));
            assertThat(available()).as("available after a promise").isGreaterThanOrEqualTo(-shelves.limitOfAll());
            units.forEach(one -> assertThat(room(one.locationId())).isNotNegative());
        }
        return units == null ? 0 : 1;
    }

    private int shipped(ShipUnits ship, Instant at, Object answer) {
        Slip slip = slipOf(ship.reservationId(), ship.attempt());
        assertThat(answer).isEqualTo(slip != null);
        if (slip == null) {
            return 0;
        }
        slips.remove(ship.reservationId());
        slip.units().forEach(units -> shelves.write(units.locationId(), at, -units.quantity()));
        return slip.allocated() ? 1 : 2;
    }

    private @Nullable Slip slipOf(ReservationId id, String attempt) {
        Slip slip = slips.get(id);
        return slip != null && slip.attempt().equals(attempt) ? slip : null;
    }

    /** Any choice is right that serves every wish from what is there; a refusal only when there is none. */
    private @Nullable List<Allocation> checkChoice(List<UnitRequest> wanted, Object answer) {
        long requested = wanted.stream().mapToLong(UnitRequest::quantity).sum();
        Map<LocationId, Long> given = new HashMap<>();
        wanted.stream()
                .filter(wish -> wish.locationId() != null)
                .forEach(wish -> given.merge(wish.locationId(), wish.quantity(), Long::sum));
        long atGiven = given.values().stream().mapToLong(Long::longValue).sum();
        long rooms = shelves.known().stream()
                .mapToLong(place -> Math.max(0, room(place) - given.getOrDefault(place, 0L)))
                .sum();
        boolean possible = requested <= available() + shelves.limitOfAll()
                && given.entrySet().stream().allMatch(wish -> wish.getValue() <= room(wish.getKey()))
                && requested - atGiven <= rooms;
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
        taken.forEach((location, much) -> assertThat(much).isLessThanOrEqualTo(room(location)));
        boolean owed = taken.entrySet().stream()
                .anyMatch(one ->
                        one.getValue() > Math.max(available(one.getKey()), given.getOrDefault(one.getKey(), 0L)));
        if (owed) {
            shelves.known()
                    .forEach(place -> assertThat(available(place) - taken.getOrDefault(place, 0L))
                            .as("left at %s beside a backorder", place)
                            .isNotPositive());
        }
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
