package stockledger.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;

/** What docs/events.md says about the stock of one SKU, as plainly as it can be written: every number is a sum of changes. */
final class NaiveStock {

    static final List<String> TERMS = List.of("onHand", "unavailable", "allocated", "held");

    private static final String OF_WHOLE = "";

    /** One change of one number; {@code reservation} of claims only. */
    record Change(String term, String location, String reservation, long sequence, long units) {}

    final List<Change> changes = new ArrayList<>();
    final TreeMap<String, Long> safetyStocks = new TreeMap<>();
    final Map<String, Long> deliveries = new LinkedHashMap<>();
    final Map<String, Long> transfers = new LinkedHashMap<>();

    static NaiveStock of(List<Object> events) {
        NaiveStock stock = new NaiveStock();
        for (int i = 0; i < events.size(); i++) {
            stock.on((StockEvent) events.get(i), i);
        }
        return stock;
    }

    long sum(String term) {
        return changes.stream()
                .filter(change -> change.term().equals(term))
                .mapToLong(Change::units)
                .sum();
    }

    long at(String term, String location) {
        return changes.stream()
                .filter(change ->
                        change.term().equals(term) && change.location().equals(location))
                .mapToLong(Change::units)
                .sum();
    }

    long safetyStock() {
        return safetyStocks.values().stream().mapToLong(Long::longValue).sum();
    }

    long available() {
        return sum("onHand") - sum("unavailable") - sum("allocated") - sum("held") - safetyStock();
    }

    List<String> locations() {
        return changes.stream().map(Change::location).distinct().sorted().toList();
    }

    /** The newest events behind a term at a location, newest first; of claims only those of reservations that still claim. */
    List<Change> behind(String term, String location, int max) {
        List<Change> all = new ArrayList<>(changes.stream()
                .filter(change ->
                        change.term().equals(term) && change.location().equals(location))
                .filter(change -> change.reservation().isEmpty() || claim(change) != 0)
                .toList());
        Collections.reverse(all);
        return all.subList(0, Math.min(max, all.size()));
    }

    private long claim(Change of) {
        return changes.stream()
                .filter(change -> change.term().equals(of.term())
                        && change.location().equals(of.location())
                        && Objects.equals(change.reservation(), of.reservation()))
                .mapToLong(Change::units)
                .sum();
    }

    private void add(String term, LocationId location, long sequence, long units) {
        changes.add(new Change(term, location.value(), "", sequence, units));
    }

    private void claim(String term, ReservationId reservation, List<Allocation> parts, long sequence, int sign) {
        parts.forEach(part -> changes.add(
                new Change(term, part.locationId().value(), reservation.value(), sequence, sign * part.quantity())));
    }

    private void on(StockEvent event, long n) {
        if (event instanceof StockReceived is) {
            add("onHand", is.locationId(), n, is.countedAt() == null ? is.quantity() : 0);
        } else if (event instanceof StockAdjusted is) {
            add("onHand", is.locationId(), n, is.countedAt() == null ? is.delta() : 0);
            if (is.from() != null) {
                add("unavailable", is.locationId(), n, is.delta());
            }
        } else if (event instanceof StockCounted is) {
            add("onHand", is.locationId(), n, is.counted() - is.expected());
            if (is.writtenOff() != null) {
                add("unavailable", is.locationId(), n, -is.writtenOff());
            }
        } else if (event instanceof UnitsSetAside is) {
            add("unavailable", is.locationId(), n, is.quantity());
        } else if (event instanceof UnitsPutBack is) {
            add("unavailable", is.locationId(), n, -is.quantity());
        } else if (event instanceof StockPolicySet is) {
            LocationId location = is.locationId();
            safetyStocks.put(location == null ? OF_WHOLE : location.value(), is.safetyStock());
        } else {
            onClaim(event, n);
            onTheWay(event, n);
        }
    }

    private void onClaim(StockEvent event, long n) {
        if (event instanceof UnitsHeld is) {
            claim("held", is.reservationId(), is.allocations(), n, 1);
        } else if (event instanceof HoldIncreased is) {
            claim("held", is.reservationId(), is.allocations(), n, 1);
        } else if (event instanceof HoldReduced is) {
            claim("held", is.reservationId(), is.allocations(), n, -1);
        } else if (event instanceof HoldReleased is) {
            claim("held", is.reservationId(), is.allocations(), n, -1);
        } else if (event instanceof UnitsAllocated is) {
            claim("held", is.reservationId(), is.allocations(), n, -1);
            claim("allocated", is.reservationId(), is.allocations(), n, 1);
        } else if (event instanceof AllocationReleased is) {
            claim("allocated", is.reservationId(), is.allocations(), n, -1);
        } else if (event instanceof UnitsShipped is) {
            claim("allocated", is.reservationId(), is.allocations(), n, -1);
            is.allocations().forEach(part -> add("onHand", part.locationId(), n, -part.quantity()));
        } else if (event instanceof UnitsReturned is) {
            for (Allocation part : is.allocations()) {
                add("onHand", part.locationId(), n, part.quantity());
                if (is.condition() == ReturnCondition.UNAVAILABLE) {
                    add("unavailable", part.locationId(), n, part.quantity());
                }
            }
        }
    }

    private void onTheWay(StockEvent event, long n) {
        if (event instanceof TransferSent is) {
            add("onHand", is.from(), n, -is.quantity());
            transfers.put(is.transferId().value(), is.quantity());
        } else if (event instanceof TransferReceived is) {
            add("onHand", is.to(), n, is.received());
            Long remaining = is.remaining();
            transfers.put(is.transferId().value(), remaining == null ? 0 : remaining);
        } else if (event instanceof IncomingAnnounced is) {
            deliveries.put(is.incomingId().value(), is.quantity());
        } else if (event instanceof IncomingArrived is) {
            deliveries.merge(is.incomingId().value(), -is.quantity(), Long::sum);
        } else if (event instanceof IncomingCancelled is) {
            deliveries.merge(is.incomingId().value(), -is.quantity(), Long::sum);
        }
    }
}
