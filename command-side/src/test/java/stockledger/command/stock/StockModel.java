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
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.stock.TakenFrom;

/**
 * A second implementation of stock, without arithmetic shared with the aggregate: ledgers of the locations, and claims on
 * them. It returns how many events a command must append, checks the answer, and follows it.
 */
final class StockModel {

    private record ModelClaim(String attempt, List<Allocation> units, boolean allocated) {}

    private final LocationLedgers ledgers = new LocationLedgers();
    private final Map<ReservationId, ModelClaim> claims = new HashMap<>();
    private boolean stocked;
    private boolean low;
    private boolean out;

    /** Units available at a location, signed. */
    long available(LocationId location) {
        return ledgers.onHand(location)
                - ledgers.unavailable(location)
                - claimed(location, false)
                - claimed(location, true)
                - ledgers.safetyStock(location);
    }

    /** Units available of the SKU, signed. */
    long available() {
        return ledgers.known().stream().mapToLong(this::available).sum() - ledgers.safetyStockOfAll();
    }

    /** How many units could be claimed at a location, or anywhere. */
    long claimable(@Nullable LocationId location) {
        long limit = location != null
                ? limit(location)
                : ledgers.known().stream()
                        .mapToLong(any -> Math.max(0, limit(any)))
                        .sum();
        return Math.max(0, Math.min(limit, available() + ledgers.limitOfAll()));
    }

    private long limit(LocationId location) {
        return available(location) + ledgers.limit(location);
    }

    long onHand(LocationId location) {
        return ledgers.onHand(location);
    }

    long unavailable(LocationId location) {
        return ledgers.unavailable(location);
    }

    long claimed(LocationId location, boolean allocated) {
        long claimed = 0;
        for (ModelClaim claim : claims.values()) {
            for (Allocation units : claim.units()) {
                claimed += claim.allocated() == allocated && units.locationId().equals(location) ? units.quantity() : 0;
            }
        }
        return claimed;
    }

    /**
     * Checks the answer to a command and books it.
     *
     * @param answer the answer or the refusal
     * @return the number of events that the command must have appended
     */
    int follow(StockCommand command, Instant at, Object answer) {
        int stored = followLedgers(command, at, answer);
        stored = stored < 0 ? followClaims(command, at, answer) : stored;
        return stored == 0 ? 0 : stored + alerts();
    }

    /** The alerts that must be raised now, one event each. */
    private int alerts() {
        long available = available();
        Long reorderPoint = ledgers.reorderPoint();
        boolean nowLow = reorderPoint != null && available <= reorderPoint;
        boolean nowOut = out ? available <= 0 : stocked && available <= 0;
        int raised = (nowLow && !low ? 1 : 0) + (nowOut != out ? 1 : 0);
        low = nowLow;
        out = nowOut;
        stocked = !nowOut && (stocked || available > 0);
        return raised;
    }

    private int followLedgers(StockCommand command, Instant at, Object answer) {
        if (command instanceof ReceiveStock receive) {
            return ledgers.receive(receive, at, answer);
        } else if (command instanceof AdjustStock adjust) {
            return adjusted(adjust, at, answer);
        } else if (command instanceof SetAside move) {
            return setAside(move, answer);
        } else if (command instanceof SetStockPolicy policy) {
            return ledgers.setPolicy(policy, answer);
        } else if (command instanceof CountStock count) {
            return ledgers.count(count, answer);
        } else if (command instanceof SendTransfer send) {
            return sent(send, at, answer);
        } else if (command instanceof ReceiveTransfer receive) {
            return ledgers.receive(receive, at, answer);
        } else if (command instanceof AnnounceIncoming announce) {
            return ledgers.announce(announce, answer);
        } else if (command instanceof CancelIncoming cancel) {
            return ledgers.cancel(cancel, answer);
        }
        return -1;
    }

    private int setAside(SetAside move, Object answer) {
        if (move.delta() > 0 && move.delta() > available(move.locationId())) {
            assertShortage(answer, move.delta());
            return 0;
        } else if (-move.delta() > unavailable(move.locationId())) {
            assertThat(answer).isInstanceOf(InsufficientUnavailable.class);
            return 0;
        }
        ledgers.setAside(move.locationId(), move.delta());
        assertThat(answer).extracting("unavailable").isEqualTo(unavailable(move.locationId()));
        return 1;
    }

    private int sent(SendTransfer send, Instant at, Object answer) {
        if (ledgers.isRepeated(send, answer)) {
            return 0;
        } else if (send.quantity() > available(send.from())) {
            assertShortage(answer, send.quantity());
            return 0;
        }
        return ledgers.send(send, at, answer);
    }

    private int followClaims(StockCommand command, Instant at, Object answer) {
        if (command instanceof HoldUnits hold) {
            return held(hold, answer);
        } else if (command instanceof AssessUnits assess) {
            checkChoice(assess.requests(), answer);
            return 0;
        } else if (command instanceof AllocateUnits allocate) {
            ModelClaim claim = claimOf(allocate.reservationId(), allocate.attempt());
            boolean open = claim != null && !claim.allocated();
            if (claim != null) {
                claims.put(allocate.reservationId(), new ModelClaim(claim.attempt(), claim.units(), true));
            }
            assertThat(answer).isEqualTo(open);
            return open ? 1 : 0;
        } else if (command instanceof ReleaseUnits release) {
            ModelClaim claim = claimOf(release.reservationId(), release.attempt());
            boolean open = claim != null && !claim.allocated();
            claims.computeIfPresent(release.reservationId(), (id, kept) -> open ? null : kept);
            assertThat(answer).isEqualTo(open);
            return open ? 1 : 0;
        }
        return shipped((ShipUnits) command, at, answer);
    }

    private int adjusted(AdjustStock adjust, Instant at, Object answer) {
        LocationId location = adjust.locationId();
        boolean counted = ledgers.isCounted(location, adjust.occurredAt());
        if (adjust.from() == TakenFrom.UNAVAILABLE) {
            if (-adjust.delta() > unavailable(location)
                    || !counted && -adjust.delta() > Math.max(0, onHand(location))) {
                assertThat(answer).isInstanceOf(InsufficientUnavailable.class);
                return 0;
            }
            ledgers.setAside(location, adjust.delta());
        } else if (!counted && adjust.delta() < 0 && available(location) + adjust.delta() < 0) {
            assertShortage(answer, -adjust.delta());
            return 0;
        }
        ledgers.move(location, adjust.occurredAt(), at, adjust.delta());
        assertThat(answer).extracting("onHand").isEqualTo(onHand(adjust.locationId()));
        return 1;
    }

    private int held(HoldUnits hold, Object answer) {
        ModelClaim claim = claims.get(hold.reservationId());
        if (claim != null && !claim.attempt().equals(hold.attempt())) {
            assertThat(answer).isInstanceOf(HoldInProgress.class);
            return 0;
        }
        if (claim != null) {
            assertThat(answer).isEqualTo(claim.units());
            return 0;
        }
        List<Allocation> units = checkChoice(hold.requests(), answer);
        if (units != null) {
            claims.put(hold.reservationId(), new ModelClaim(hold.attempt(), units, false));
            units.forEach(one -> ledgers.known().add(one.locationId()));
            assertThat(available()).as("available after a claim").isGreaterThanOrEqualTo(-ledgers.limitOfAll());
            units.forEach(one -> assertThat(limit(one.locationId())).isNotNegative());
        }
        return units == null ? 0 : 1;
    }

    private int shipped(ShipUnits ship, Instant at, Object answer) {
        ModelClaim claim = claimOf(ship.reservationId(), ship.attempt());
        assertThat(answer).isEqualTo(claim != null);
        if (claim == null) {
            return 0;
        }
        claims.remove(ship.reservationId());
        claim.units().forEach(units -> ledgers.write(units.locationId(), at, -units.quantity()));
        return claim.allocated() ? 1 : 2;
    }

    private @Nullable ModelClaim claimOf(ReservationId id, String attempt) {
        ModelClaim claim = claims.get(id);
        return claim != null && claim.attempt().equals(attempt) ? claim : null;
    }

    /** Any allocation is right that serves all requests within the limits; a refusal only when there is none. */
    private @Nullable List<Allocation> checkChoice(List<UnitRequest> requests, Object answer) {
        long requested = requests.stream().mapToLong(UnitRequest::quantity).sum();
        Map<LocationId, Long> given = new HashMap<>();
        requests.stream()
                .filter(request -> request.locationId() != null)
                .forEach(request -> given.merge(request.locationId(), request.quantity(), Long::sum));
        long atGiven = given.values().stream().mapToLong(Long::longValue).sum();
        long elsewhere = ledgers.known().stream()
                .mapToLong(location -> Math.max(0, limit(location) - given.getOrDefault(location, 0L)))
                .sum();
        boolean possible = requested <= available() + ledgers.limitOfAll()
                && given.entrySet().stream().allMatch(request -> request.getValue() <= limit(request.getKey()))
                && requested - atGiven <= elsewhere;
        if (!possible) {
            assertShortages(answer, given, requested);
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
        taken.forEach((location, much) -> assertThat(much).isLessThanOrEqualTo(limit(location)));
        boolean backordered = taken.entrySet().stream()
                .anyMatch(one ->
                        one.getValue() > Math.max(available(one.getKey()), given.getOrDefault(one.getKey(), 0L)));
        if (backordered) {
            ledgers.known()
                    .forEach(location -> assertThat(available(location) - taken.getOrDefault(location, 0L))
                            .as("left at %s despite a backorder", location)
                            .isNotPositive());
        }
        return units;
    }

    /** Named locations that are short are reported with what they have; else the SKU is. */
    private void assertShortages(Object answer, Map<LocationId, Long> given, long requested) {
        List<Shortage> atLocations = given.entrySet().stream()
                .filter(request -> request.getValue() > limit(request.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(request -> new Shortage(
                        StockExamples.MUG, request.getKey(), request.getValue(), claimable(request.getKey())))
                .toList();
        if (atLocations.isEmpty()) {
            assertShortage(answer, requested);
            return;
        }
        assertThat(answer)
                .isInstanceOfSatisfying(
                        InsufficientStock.class,
                        refusal -> assertThat(refusal.shortages()).isEqualTo(atLocations));
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
