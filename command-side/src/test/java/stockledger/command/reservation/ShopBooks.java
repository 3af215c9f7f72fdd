package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.eventhandling.DomainEventMessage;
import stockledger.events.Allocation;
import stockledger.events.ReturnCondition;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** Adds up the events of a shop by itself, and says what cannot be as soon as it is so. */
final class ShopBooks {

    /** What lies at one location of one SKU. */
    static final class Shelf {
        long onHand;
        long held;
        long allocated;
        long unavailable;

        long available() {
            return onHand - unavailable - held - allocated;
        }
    }

    /** What the stock says of one SKU of one cart. */
    static final class Claimed {
        long held;
        long allocated;
        long shipped;
        long returned;
    }

    /** What a reservation says of itself. */
    static final class Decided {
        ReservationStatus status = ReservationStatus.ABANDONED;
        Instant expiresAt = Instant.EPOCH;
        final Map<String, ReservedLine> lines = new TreeMap<>();
        final Map<String, Long> shipped = new TreeMap<>();
        final Map<String, Long> returned = new TreeMap<>();
    }

    private final Map<String, Map<String, Shelf>> shelves = new TreeMap<>();
    private final Map<String, Map<String, Claimed>> claims = new TreeMap<>();
    private final Map<String, Long> brought = new TreeMap<>();
    private final Map<String, Decided> carts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int read;

    /** Reads on. */
    void read(List<DomainEventMessage<?>> events) {
        for (; read < events.size(); read++) {
            Object event = events.get(read).getPayload();
            if (event instanceof StockEvent stock) {
                on(stock);
                check(stock);
            } else if (event instanceof ReservationEvent decision) {
                on(decision);
            }
        }
        checkConserved();
    }

    List<String> wrong() {
        return wrong;
    }

    Shelf shelf(String sku, String location) {
        return shelves.computeIfAbsent(sku, key -> new TreeMap<>()).computeIfAbsent(location, key -> new Shelf());
    }

    Claimed claim(String cart, String sku) {
        return claims.computeIfAbsent(cart, key -> new TreeMap<>()).computeIfAbsent(sku, key -> new Claimed());
    }

    Map<String, Decided> carts() {
        return carts;
    }

    private void on(StockEvent event) {
        String sku = event.sku().value();
        if (event instanceof StockReceived received) {
            move(shelf(sku, received.locationId().value()), received.quantity());
            brought.merge(sku, received.quantity(), Long::sum);
        } else if (event instanceof StockAdjusted adjusted) {
            move(shelf(sku, adjusted.locationId().value()), adjusted.delta());
            brought.merge(sku, adjusted.delta(), Long::sum);
        } else if (event instanceof UnitsHeld held) {
            promise(sku, held.reservationId().value(), held.allocations(), 1, 0);
        } else if (event instanceof UnitsAllocated allocated) {
            promise(sku, allocated.reservationId().value(), allocated.allocations(), -1, 1);
        } else if (event instanceof HoldReleased released) {
            promise(sku, released.reservationId().value(), released.allocations(), -1, 0);
        } else if (event instanceof AllocationReleased freed) {
            promise(sku, freed.reservationId().value(), freed.allocations(), 0, -1);
        } else if (event instanceof UnitsShipped shipped) {
            promise(sku, shipped.reservationId().value(), shipped.allocations(), 0, -1);
            shipped.allocations()
                    .forEach(one -> move(shelf(sku, one.locationId().value()), -one.quantity()));
            claim(shipped.reservationId().value(), sku).shipped += Allocation.units(shipped.allocations());
        } else if (event instanceof UnitsReturned back) {
            for (Allocation one : back.allocations()) {
                Shelf shelf = shelf(sku, one.locationId().value());
                move(shelf, one.quantity());
                shelf.unavailable += back.condition() == ReturnCondition.UNAVAILABLE ? one.quantity() : 0;
            }
            claim(back.reservationId().value(), sku).returned += Allocation.units(back.allocations());
        }
    }

    private static void move(Shelf shelf, long units) {
        shelf.onHand += units;
    }

    private void promise(String sku, String cart, List<Allocation> allocations, int held, int allocated) {
        for (Allocation one : allocations) {
            Shelf shelf = shelf(sku, one.locationId().value());
            shelf.held += held * one.quantity();
            shelf.allocated += allocated * one.quantity();
        }
        Claimed claim = claim(cart, sku);
        claim.held += held * Allocation.units(allocations);
        claim.allocated += allocated * Allocation.units(allocations);
        if (claim.held < 0 || claim.allocated < 0) {
            wrong.add(cart + " gives back more of " + sku + " than it claims");
        }
    }

    private void check(StockEvent event) {
        shelves.getOrDefault(event.sku().value(), Map.of()).forEach((location, shelf) -> {
            String where = event.sku() + " at " + location + " after " + event;
            if (shelf.available() < 0) {
                wrong.add("more is promised than there is of " + where);
            }
            if (shelf.held < 0 || shelf.allocated < 0 || shelf.unavailable < 0 || shelf.onHand < 0) {
                wrong.add("less than nothing of " + where);
            }
        });
    }

    private void on(ReservationEvent event) {
        Decided cart = carts.computeIfAbsent(event.id().value(), key -> new Decided());
        cart.status = ReservationStatus.after(event, cart.status);
        if (event instanceof ReservationHeld held) {
            held.lines().forEach(line -> cart.lines.put(line.sku().value(), line));
            cart.expiresAt = held.expiresAt();
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
                wrong.add(event.id() + " ships or takes back too much of " + sku);
            }
        });
    }

    /** No unit appears or vanishes: what was brought and did not leave, or came back, is on the shelves. */
    private void checkConserved() {
        shelves.forEach((sku, places) -> {
            long onHand =
                    places.values().stream().mapToLong(shelf -> shelf.onHand).sum();
            long away = claims.values().stream()
                    .map(bySku -> bySku.getOrDefault(sku, new Claimed()))
                    .mapToLong(claim -> claim.shipped - claim.returned)
                    .sum();
            if (onHand != brought.getOrDefault(sku, 0L) - away) {
                wrong.add("%d of %s are on hand, %d are away".formatted(onHand, sku, away));
            }
        });
    }

    /** When nothing is under way, the stock is where the reservations stand. */
    void checkQuiet() {
        claims.forEach((cart, bySku) -> bySku.forEach((sku, claim) -> {
            Decided decided = carts.getOrDefault(cart, new Decided());
            long shipped = decided.shipped.getOrDefault(sku, 0L);
            long quantity =
                    decided.lines.containsKey(sku) ? decided.lines.get(sku).quantity() : 0;
            long held = decided.status == ReservationStatus.HELD ? quantity : 0;
            long allocated = decided.status == ReservationStatus.CONFIRMED ? quantity - shipped : 0;
            if (claim.held != held || claim.allocated != allocated) {
                wrong.add("%s is %s and claims %d held, %d allocated of %s instead of %d, %d"
                        .formatted(cart, decided.status, claim.held, claim.allocated, sku, held, allocated));
            }
            if (claim.shipped != shipped || claim.returned != decided.returned.getOrDefault(sku, 0L)) {
                wrong.add("%s of %s: the stock shipped %d and took back %d"
                        .formatted(cart, sku, claim.shipped, claim.returned));
            }
        }));
    }
}
