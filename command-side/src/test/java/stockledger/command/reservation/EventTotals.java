package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.eventhandling.DomainEventMessage;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Sums the events of a shop, and reports each violated invariant. */
final class EventTotals {

    /** The level of one SKU at one location. */
    static final class Level {
        long onHand;
        long held;
        long allocated;
        long unavailable;

        long available() {
            return onHand - unavailable - held - allocated;
        }
    }

    /** The claim of one reservation on one SKU, by the stock. */
    static final class Claimed {
        long held;
        long allocated;
        long shipped;
        long returned;
    }

    /** One reservation by its own events. */
    static final class Reserved {
        ReservationStatus status = ReservationStatus.ABANDONED;
        Instant expiresAt = Instant.EPOCH;
        LocationChoice policy = LocationChoice.FEWEST_LOCATIONS;
        boolean linesReplaced;
        final Map<String, ReservedLine> lines = new TreeMap<>();
        final Map<String, Long> shipped = new TreeMap<>();
        final Map<String, Long> returned = new TreeMap<>();
    }

    private final Map<String, Map<String, Level>> levels = new TreeMap<>();
    private final Map<String, Map<String, Claimed>> claims = new TreeMap<>();
    private final Map<String, Long> receivedUnits = new TreeMap<>();
    private final Map<String, Reserved> carts = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> changed = new TreeSet<>();
    private int read;

    /** Reads the events that are new. */
    void read(List<DomainEventMessage<?>> events) {
        for (; read < events.size(); read++) {
            Object event = events.get(read).getPayload();
            if (event instanceof StockEvent stock) {
                on(stock);
                check(stock);
                changed.add(stock.sku().value());
            } else if (event instanceof ReservationEvent decision) {
                on(decision);
            }
        }
        checkConserved();
    }

    /** The SKUs whose stock has changed since this was called last. */
    Set<String> takeChanged() {
        Set<String> taken = Set.copyOf(changed);
        changed.clear();
        return taken;
    }

    List<String> violations() {
        return violations;
    }

    Level level(String sku, String location) {
        return levels.computeIfAbsent(sku, key -> new TreeMap<>()).computeIfAbsent(location, key -> new Level());
    }

    Claimed claim(String cart, String sku) {
        return claims.computeIfAbsent(cart, key -> new TreeMap<>()).computeIfAbsent(sku, key -> new Claimed());
    }

    Map<String, Reserved> carts() {
        return carts;
    }

    private void on(StockEvent event) {
        String sku = event.sku().value();
        if (event instanceof StockReceived received) {
            move(level(sku, received.locationId().value()), received.quantity());
            receivedUnits.merge(sku, received.quantity(), Long::sum);
        } else if (event instanceof StockAdjusted adjusted) {
            move(level(sku, adjusted.locationId().value()), adjusted.delta());
            receivedUnits.merge(sku, adjusted.delta(), Long::sum);
        } else if (event instanceof UnitsHeld held) {
            addClaim(sku, held.reservationId().value(), held.allocations(), 1, 0);
        } else if (event instanceof HoldIncreased increased) {
            addClaim(sku, increased.reservationId().value(), increased.allocations(), 1, 0);
        } else if (event instanceof HoldReduced reduced) {
            addClaim(sku, reduced.reservationId().value(), reduced.allocations(), -1, 0);
        } else if (event instanceof UnitsAllocated allocated) {
            addClaim(sku, allocated.reservationId().value(), allocated.allocations(), -1, 1);
        } else if (event instanceof HoldReleased released) {
            addClaim(sku, released.reservationId().value(), released.allocations(), -1, 0);
        } else if (event instanceof AllocationReleased freed) {
            addClaim(sku, freed.reservationId().value(), freed.allocations(), 0, -1);
        } else if (event instanceof UnitsShipped shipped) {
            addClaim(sku, shipped.reservationId().value(), shipped.allocations(), 0, -1);
            shipped.allocations()
                    .forEach(one -> move(level(sku, one.locationId().value()), -one.quantity()));
            claim(shipped.reservationId().value(), sku).shipped += Allocation.units(shipped.allocations());
        } else if (event instanceof UnitsReturned back) {
            for (Allocation one : back.allocations()) {
                Level level = level(sku, one.locationId().value());
                move(level, one.quantity());
                level.unavailable += back.condition() == ReturnCondition.UNAVAILABLE ? one.quantity() : 0;
            }
            claim(back.reservationId().value(), sku).returned += Allocation.units(back.allocations());
        }
    }

    private static void move(Level level, long units) {
        level.onHand += units;
    }

    private void addClaim(String sku, String cart, List<Allocation> allocations, int held, int allocated) {
        for (Allocation one : allocations) {
            Level level = level(sku, one.locationId().value());
            level.held += held * one.quantity();
            level.allocated += allocated * one.quantity();
        }
        Claimed claim = claim(cart, sku);
        claim.held += held * Allocation.units(allocations);
        claim.allocated += allocated * Allocation.units(allocations);
        if (claim.held < 0 || claim.allocated < 0) {
            violations.add(cart + " releases more of " + sku + " than it claims");
        }
    }

    private void check(StockEvent event) {
        levels.getOrDefault(event.sku().value(), Map.of()).forEach((location, level) -> {
            String where = event.sku() + " at " + location + " after " + event;
            if (level.available() < 0) {
                violations.add("more is claimed than on hand of " + where);
            }
            if (level.held < 0 || level.allocated < 0 || level.unavailable < 0 || level.onHand < 0) {
                violations.add("negative level of " + where);
            }
        });
    }

    private void on(ReservationEvent event) {
        Reserved cart = carts.computeIfAbsent(event.id().value(), key -> new Reserved());
        cart.status = ReservationStatus.after(event, cart.status);
        if (event instanceof ReservationHeld held) {
            cart.lines.clear();
            held.lines().forEach(line -> cart.lines.put(line.sku().value(), line));
            cart.expiresAt = held.expiresAt();
            cart.policy = Objects.requireNonNull(held.policy());
            cart.linesReplaced = false;
        } else if (event instanceof ReservationLinesReplaced replaced) {
            cart.lines.clear();
            replaced.lines().forEach(line -> cart.lines.put(line.sku().value(), line));
            cart.linesReplaced = true;
        } else if (event instanceof ReservationExtended extended) {
            cart.expiresAt = extended.expiresAt();
        } else if (event instanceof ReservationPartlyShipped part) {
            for (LineUnits line : part.lines()) {
                cart.shipped.merge(line.sku().value(), line.quantity(), Long::sum);
            }
        } else if (event instanceof ReservationShipped) {
            cart.lines.forEach((sku, line) -> cart.shipped.put(sku, line.quantity()));
        } else if (event instanceof ReservationReturned back) {
            for (ReturnedLine line : back.lines()) {
                cart.returned.merge(line.sku().value(), Allocation.units(line.allocations()), Long::sum);
            }
        }
        cart.lines.keySet().forEach(sku -> {
            long shipped = cart.shipped.getOrDefault(sku, 0L);
            if (shipped > cart.lines.get(sku).quantity() || cart.returned.getOrDefault(sku, 0L) > shipped) {
                violations.add(event.id() + " ships or returns too many units of " + sku);
            }
        });
    }

    /** On hand equals what was received, less what was shipped and not returned. */
    private void checkConserved() {
        levels.forEach((sku, locations) -> {
            long onHand =
                    locations.values().stream().mapToLong(level -> level.onHand).sum();
            long away = claims.values().stream()
                    .map(bySku -> bySku.getOrDefault(sku, new Claimed()))
                    .mapToLong(claim -> claim.shipped - claim.returned)
                    .sum();
            if (onHand != receivedUnits.getOrDefault(sku, 0L) - away) {
                violations.add("%d of %s are on hand, %d are away".formatted(onHand, sku, away));
            }
        });
    }

    /** Without unfinished steps, the stock matches the reservations. */
    void checkStockMatchesReservations() {
        claims.forEach((cart, bySku) -> bySku.forEach((sku, claim) -> {
            Reserved decided = carts.getOrDefault(cart, new Reserved());
            long shipped = decided.shipped.getOrDefault(sku, 0L);
            long quantity =
                    decided.lines.containsKey(sku) ? decided.lines.get(sku).quantity() : 0;
            long held = decided.status == ReservationStatus.HELD ? quantity : 0;
            long allocated = decided.status == ReservationStatus.CONFIRMED ? quantity - shipped : 0;
            if (claim.held != held || claim.allocated != allocated) {
                violations.add("%s is %s and claims %d held, %d allocated of %s instead of %d, %d"
                        .formatted(cart, decided.status, claim.held, claim.allocated, sku, held, allocated));
            }
            if (claim.shipped != shipped || claim.returned != decided.returned.getOrDefault(sku, 0L)) {
                violations.add("%s of %s: the stock shipped %d and returned %d"
                        .formatted(cart, sku, claim.shipped, claim.returned));
            }
        }));
    }
}
