package stockledger.query.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReturnCondition;
import stockledger.events.stock.AdjustmentReason;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the stock stream of a SKU adds up to, written from docs/events.md: a table of terms by location. It shares no code
 * with the fold that it audits.
 */
final class ExpectedStock {

    /** The newest movements that are kept before they are compared: two parts of the ledger, and the movements after them. */
    static final int KEPT_MOVEMENTS = 48;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TreeMap<String, EnumMap<Term, Long>> table = new TreeMap<>();
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private final Map<String, ObjectNode> transfers = new LinkedHashMap<>();
    private final TreeMap<String, ObjectNode> deliveries = new TreeMap<>();
    private final Map<String, String> deliveryOrder = new LinkedHashMap<>();
    private final Deque<ObjectNode> movements = new ArrayDeque<>();
    private long movementCount;

    /** The columns of the table. */
    enum Term {
        ON_HAND,
        HELD,
        ALLOCATED,
        UNAVAILABLE,
        SAFETY_STOCK,
        IN_TRANSIT,
        INCOMING
    }

    /**
     * A policy as it was set last.
     *
     * @param location null for the SKU as a whole
     */
    record Policy(
            @Nullable String location,
            long safetyStock,
            @Nullable Long reorderPoint,
            @Nullable Long backorderLimit) {}

    void add(StockEvent event, Instant at, String actor) {
        if (event instanceof UnitsHeld is) {
            move(is.allocations(), Term.HELD, 1);
        } else if (event instanceof HoldIncreased is) {
            move(is.allocations(), Term.HELD, 1);
        } else if (event instanceof HoldReduced is) {
            move(is.allocations(), Term.HELD, -1);
        } else if (event instanceof HoldReleased is) {
            move(is.allocations(), Term.HELD, -1);
        } else if (event instanceof UnitsAllocated is) {
            move(is.allocations(), Term.HELD, -1);
            move(is.allocations(), Term.ALLOCATED, 1);
        } else if (event instanceof AllocationReleased is) {
            move(is.allocations(), Term.ALLOCATED, -1);
        } else if (event instanceof StockPolicySet is) {
            set(is);
        } else {
            addMovement(event, at, actor);
        }
    }

    private void addMovement(StockEvent event, Instant at, String actor) {
        if (event instanceof StockReceived is) {
            ObjectNode movement = movement(at, "receipt", is.locationId(), is.quantity(), actor);
            put(movement, "occurredAt", is.occurredAt());
            put(movement, "reference", is.reference());
            recordWithCorrection(movement, is.countedAt());
        } else if (event instanceof StockAdjusted is) {
            ObjectNode movement = movement(at, "adjustment", is.locationId(), is.delta(), actor);
            put(movement, "occurredAt", is.occurredAt());
            put(movement, "reason", is.reason());
            put(movement, "reference", is.reference());
            if (is.from() != null) {
                add(is.locationId(), Term.UNAVAILABLE, is.delta());
                movement.put("unavailable", is.delta());
            }
            recordWithCorrection(movement, is.countedAt());
        } else if (event instanceof StockCounted is) {
            ObjectNode movement = movement(at, "count", is.locationId(), is.counted() - is.expected(), actor);
            if (is.writtenOff() != null) {
                add(is.locationId(), Term.UNAVAILABLE, -is.writtenOff());
                movement.put("unavailable", -is.writtenOff());
            }
            record(movement);
        } else if (event instanceof UnitsSetAside is) {
            setAside(
                    movement(at, "unavailable", is.locationId(), 0, actor), is.quantity(), is.reason(), is.reference());
        } else if (event instanceof UnitsPutBack is) {
            setAside(
                    movement(at, "unavailable", is.locationId(), 0, actor),
                    -is.quantity(),
                    is.reason(),
                    is.reference());
        } else if (event instanceof UnitsShipped is) {
            ship(is, at, actor);
        } else if (event instanceof UnitsReturned is) {
            takeBack(is, at, actor);
        } else {
            addInbound(event, at, actor);
        }
    }

    /** Other events report a crossed threshold, or whether the product is sold: no term changes. */
    private void addInbound(StockEvent event, Instant at, String actor) {
        if (event instanceof TransferSent is) {
            String id = is.transferId().value();
            add(is.to(), Term.IN_TRANSIT, is.quantity());
            ObjectNode transfer = JSON.objectNode()
                    .put("id", id)
                    .put("from", is.from().value())
                    .put("to", is.to().value())
                    .put("quantity", is.quantity())
                    .put("sentAt", at.toString());
            put(transfer, "reference", is.reference());
            transfers.put(id, transfer);
            ObjectNode movement = movement(at, "transferOut", is.from(), -is.quantity(), actor);
            put(movement, "reference", is.reference());
            movement.putObject("transfer").put("id", id);
            record(movement);
        } else if (event instanceof TransferReceived is) {
            receive(is, at, actor);
        } else if (event instanceof IncomingAnnounced is) {
            announce(is);
        } else if (event instanceof IncomingArrived is) {
            expectLess(is.incomingId().value(), is.locationId(), is.quantity());
        } else if (event instanceof IncomingCancelled is) {
            expectLess(is.incomingId().value(), is.locationId(), is.quantity());
        }
    }

    private void ship(UnitsShipped event, Instant at, String actor) {
        for (Allocation part : event.allocations()) {
            ObjectNode movement = movement(at, "shipment", part.locationId(), -part.quantity(), actor);
            movement.put("reservationId", event.reservationId().value());
            record(movement);
        }
        move(event.allocations(), Term.ALLOCATED, -1);
    }

    private void takeBack(UnitsReturned event, Instant at, String actor) {
        for (Allocation part : event.allocations()) {
            if (event.condition() == ReturnCondition.UNAVAILABLE) {
                add(part.locationId(), Term.UNAVAILABLE, part.quantity());
            }
            ObjectNode movement = movement(at, "return", part.locationId(), part.quantity(), actor);
            put(movement, "reference", event.reference());
            movement.put("reservationId", event.reservationId().value());
            record(movement);
        }
    }

    private void receive(TransferReceived event, Instant at, String actor) {
        String id = event.transferId().value();
        long remaining = event.remaining() == null ? 0 : event.remaining();
        ObjectNode transfer = transfers.get(id);
        if (transfer != null && remaining > 0) {
            transfer.put("quantity", remaining);
        } else {
            transfers.remove(id);
        }
        add(event.to(), Term.IN_TRANSIT, remaining - event.sent());
        ObjectNode movement = movement(at, "transferIn", event.to(), event.received(), actor);
        ObjectNode part = movement.putObject("transfer").put("id", id);
        long surplus = event.received() - (event.sent() - remaining);
        if (surplus < 0) {
            part.put("lost", -surplus);
        } else if (surplus > 0) {
            part.put("overReceived", surplus);
        }
        record(movement);
    }

    private void announce(IncomingAnnounced event) {
        String id = event.incomingId().value();
        LocalDate day = event.expectedOn();
        ObjectNode delivery = JSON.objectNode()
                .put("id", id)
                .put("locationId", event.locationId().value())
                .put("quantity", event.quantity())
                .put("expectedOn", day.toString());
        put(delivery, "reference", event.reference());
        String place = "%019d %s".formatted(day.toEpochDay() + Integer.MAX_VALUE, id);
        deliveryOrder.put(id, place);
        deliveries.put(place, delivery);
        add(event.locationId(), Term.INCOMING, event.quantity());
    }

    private void expectLess(String id, LocationId location, long units) {
        String place = deliveryOrder.get(id);
        ObjectNode delivery = place == null ? null : deliveries.get(place);
        if (delivery != null) {
            long left = delivery.get("quantity").asLong() - units;
            delivery.put("quantity", left);
            if (left == 0) {
                deliveries.remove(place);
                deliveryOrder.remove(id);
            }
        }
        add(location, Term.INCOMING, -units);
    }

    private void set(StockPolicySet event) {
        String location = event.locationId() == null ? null : event.locationId().value();
        // A policy that is set again is the last one.
        policies.remove(key(location));
        policies.put(
                key(location), new Policy(location, event.safetyStock(), event.reorderPoint(), event.backorderLimit()));
        if (event.locationId() != null) {
            add(event.locationId(), Term.SAFETY_STOCK, event.safetyStock() - at(location, Term.SAFETY_STOCK));
        }
    }

    private static String key(@Nullable String location) {
        return location == null ? "" : location;
    }

    private void setAside(ObjectNode movement, long units, AdjustmentReason reason, @Nullable String reference) {
        add(new LocationId(movement.get("locationId").asString()), Term.UNAVAILABLE, units);
        movement.put("unavailable", units);
        put(movement, "reason", reason);
        put(movement, "reference", reference);
        record(movement);
    }

    private static ObjectNode movement(Instant at, String kind, LocationId location, long delta, String actor) {
        return JSON.objectNode()
                .put("at", at.toString())
                .put("kind", kind)
                .put("locationId", location.value())
                .put("delta", delta)
                .put("actor", actor);
    }

    /** Units that a later count had contained already: the count is corrected by a second movement. */
    private void recordWithCorrection(ObjectNode movement, @Nullable Instant countedAt) {
        record(movement);
        if (countedAt != null) {
            ObjectNode correction = JSON.objectNode()
                    .put("at", movement.get("at").asString())
                    .put("occurredAt", countedAt.toString())
                    .put("kind", "count")
                    .put("locationId", movement.get("locationId").asString())
                    .put("delta", -movement.get("delta").asLong())
                    .put("actor", movement.get("actor").asString());
            if (movement.has("reference")) {
                correction.set("reference", movement.get("reference"));
            }
            record(correction);
        }
    }

    private void record(ObjectNode movement) {
        String location = movement.get("locationId").asString();
        add(location, Term.ON_HAND, movement.get("delta").asLong());
        movement.put("ordinal", movementCount++).put("balance", at(location, Term.ON_HAND));
        movements.addLast(movement);
        if (movements.size() > KEPT_MOVEMENTS) {
            movements.removeFirst();
        }
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value instanceof AdjustmentReason reason) {
            node.put(name, reason.name().toLowerCase(Locale.ROOT));
        } else if (value != null) {
            node.put(name, value.toString());
        }
    }

    private void move(List<Allocation> allocations, Term term, long sign) {
        allocations.forEach(part -> add(part.locationId(), term, sign * part.quantity()));
    }

    private void add(LocationId location, Term term, long units) {
        add(location.value(), term, units);
    }

    private void add(String location, Term term, long units) {
        table.computeIfAbsent(location, absent -> new EnumMap<>(Term.class)).merge(term, units, Long::sum);
    }

    private long at(@Nullable String location, Term term) {
        EnumMap<Term, Long> row = location == null ? null : table.get(location);
        return row == null ? 0 : row.getOrDefault(term, 0L);
    }

    /** The locations that have or had units, claims, expected units or a policy, in the order of their ids. */
    List<String> locations() {
        return List.copyOf(table.keySet());
    }

    long of(String location, Term term) {
        return at(location, term);
    }

    /** One term over all locations. */
    long sum(Term term) {
        return table.keySet().stream().mapToLong(location -> at(location, term)).sum();
    }

    /** Units of a location that can still be reserved; negative when more is claimed than is there. */
    long available(String location) {
        return at(location, Term.ON_HAND)
                - at(location, Term.UNAVAILABLE)
                - at(location, Term.ALLOCATED)
                - at(location, Term.HELD)
                - at(location, Term.SAFETY_STOCK);
    }

    /** The policies, those set last at the end. */
    List<Policy> policies() {
        return List.copyOf(policies.values());
    }

    /** @param location null for the SKU as a whole */
    Policy policy(@Nullable String location) {
        return policies.getOrDefault(key(location), new Policy(location, 0, null, null));
    }

    /** Transfers that have not arrived, in the order they were sent. */
    List<ObjectNode> transfers() {
        return List.copyOf(transfers.values());
    }

    /** Deliveries that have not arrived, by day and id. */
    List<ObjectNode> deliveries() {
        return List.copyOf(deliveries.values());
    }

    long movementCount() {
        return movementCount;
    }

    /** The movements of these ordinals that are kept. */
    List<ObjectNode> movements(long from, long end) {
        return movements.stream()
                .filter(movement -> movement.get("ordinal").asLong() >= from
                        && movement.get("ordinal").asLong() < end)
                .toList();
    }

    /** The ordinal of the first movement that is kept; the number of all when none is. */
    long firstMovement() {
        return movementCount - movements.size();
    }

    /** Forgets the movements before an ordinal. */
    void forgetMovements(long before) {
        while (firstMovement() < before && !movements.isEmpty()) {
            movements.removeFirst();
        }
    }

    /** An estimate of the memory it takes, in bytes. */
    int bytes() {
        int entries = table.size() + policies.size() + transfers.size() + deliveries.size() + movements.size();
        return 400 * (1 + entries);
    }
}
