package stockledger.query.count;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.query.count.CountedStock.Arrival;
import stockledger.query.count.CountedStock.Booking;
import stockledger.query.count.CountedStock.OpenAllocation;
import stockledger.query.count.CountedStock.OpenDelivery;
import stockledger.query.count.CountedStock.OpenTransfer;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.sku.SkuHistory.Explained;
import stockledger.query.sku.SourceEvent;
import stockledger.query.sku.StockLevel;
import stockledger.query.sku.StockOrigins;
import stockledger.query.sku.StockOrigins.ClaimChange;
import stockledger.query.sku.StockOrigins.OpenClaim;

/**
 * Collects the evidence of a {@link CountedStock} from the state at the time of the count and the events around it, in the order
 * of the stream.
 */
final class StockWindow {

    /** Causes are looked for in the events of this time before a count. */
    static final Duration LENGTH = Duration.ofDays(30);

    private final LocationId location;
    private final Instant countedAt;
    private final long lastBefore;
    private final Explained atCount;
    private long expected;
    private int later;
    private @Nullable Instant lastCount;
    private final List<Booking> receipts = new ArrayList<>();
    private final List<Booking> lateBookings = new ArrayList<>();
    private final Map<String, Instant> allocatedAt = new HashMap<>();
    private final Map<String, Instant> shippedAt = new HashMap<>();
    private final Map<String, Long> shippedLater = new HashMap<>();
    private final Map<String, Long> releasedLater = new HashMap<>();
    /** Units that arrived after the count, by transfer or delivery. */
    private final Map<String, Long> arrivedLater = new HashMap<>();

    private final Set<String> documents = new HashSet<>();

    /** @param lastBefore sequence number of the last event before the count; -1 for none */
    StockWindow(LocationId location, Instant countedAt, long lastBefore, Explained atCount) {
        this.location = location;
        this.countedAt = countedAt;
        this.lastBefore = lastBefore;
        this.atCount = atCount;
        this.expected = atCount.document().view().stock().levels().stream()
                .filter(level -> level.locationId().equals(location.value()))
                .mapToLong(StockLevel::onHand)
                .findFirst()
                .orElse(0);
    }

    void on(ProjectedEvent event) {
        later += event.sequence() > lastBefore ? 1 : 0;
        if (event.payload() instanceof StockEvent stock
                && !onArrival(stock, event)
                && !onOrder(stock, event)
                && event.sequence() > lastBefore) {
            onLaterChange(stock);
        }
    }

    private boolean onArrival(StockEvent event, ProjectedEvent source) {
        if (event instanceof StockReceived is) {
            if (is.locationId().equals(location)) {
                changed(source, is.occurredAt(), is.onHandChange());
                arrived(Arrival.RECEIPT, source, is.occurredAt(), is.onHandChange(), is.reference());
            }
            return true;
        } else if (event instanceof StockAdjusted is) {
            if (is.locationId().equals(location)) {
                changed(source, is.occurredAt(), is.onHandChange());
                if (is.reason() == AdjustmentReason.RECEIVED || is.reason() == AdjustmentReason.RETURN) {
                    Arrival arrival = is.reason() == AdjustmentReason.RETURN ? Arrival.RETURN : Arrival.RECEIPT;
                    arrived(arrival, source, is.occurredAt(), is.onHandChange(), is.reference());
                }
            }
            return true;
        } else if (event instanceof StockCounted is) {
            if (is.locationId().equals(location)) {
                changed(source, is.countedAt(), is.delta());
                if (!is.countedAt().isAfter(countedAt)
                        && (lastCount == null || is.countedAt().isAfter(lastCount))) {
                    lastCount = is.countedAt();
                }
            }
            return true;
        } else if (event instanceof TransferReceived is) {
            if (is.to().equals(location)) {
                changed(source, null, is.received());
                arrived(
                        Arrival.TRANSFER,
                        source,
                        null,
                        is.received(),
                        is.transferId().value());
            }
            later(source, is.transferId().value(), is.sent() - is.inTransit());
            return true;
        }
        return false;
    }

    private boolean onOrder(StockEvent event, ProjectedEvent source) {
        boolean isLater = source.sequence() > lastBefore;
        if (event instanceof UnitsAllocated is) {
            allocatedAt.put(is.reservationId().value(), source.at());
            return true;
        } else if (event instanceof UnitsShipped is) {
            String id = is.reservationId().value();
            long here = here(is.allocations());
            changed(source, null, -here);
            if (here > 0) {
                documents.add(id);
            }
            if (isLater) {
                shippedLater.merge(id, here, Long::sum);
            } else {
                shippedAt.putIfAbsent(id, source.at());
            }
            return true;
        } else if (event instanceof AllocationReleased is) {
            if (isLater) {
                releasedLater.merge(is.reservationId().value(), here(is.allocations()), Long::sum);
            }
            return true;
        } else if (event instanceof UnitsReturned is) {
            long here = here(is.allocations());
            changed(source, null, here);
            arrived(Arrival.RETURN, source, null, here, is.reference());
            return true;
        }
        return false;
    }

    private void onLaterChange(StockEvent event) {
        if (event instanceof IncomingArrived is) {
            arrivedLater.merge(is.incomingId().value(), is.quantity(), Long::sum);
        } else if (event instanceof IncomingCancelled is) {
            arrivedLater.merge(is.incomingId().value(), is.quantity(), Long::sum);
        }
    }

    private void later(ProjectedEvent source, String id, long units) {
        if (source.sequence() > lastBefore) {
            arrivedLater.merge(id, units, Long::sum);
        }
    }

    /** The state at the count has what was recorded until then; later events change it when they happened before. */
    private void changed(ProjectedEvent source, @Nullable Instant occurredAt, long units) {
        if (source.sequence() > lastBefore && !(occurredAt == null ? source.at() : occurredAt).isAfter(countedAt)) {
            expected += units;
        }
    }

    private void arrived(
            Arrival arrival,
            ProjectedEvent source,
            @Nullable Instant occurredAt,
            long units,
            @Nullable String reference) {
        if (units <= 0) {
            return;
        }
        Booking booking = new Booking(arrival, units, reference, EventRef.of(source, reference));
        Instant effective = occurredAt == null ? source.at() : occurredAt;
        if (effective.isAfter(countedAt)) {
            if (occurredAt == null) {
                lateBookings.add(booking);
            }
        } else if (effective.isAfter(countedAt.minus(LENGTH))) {
            receipts.add(booking);
            if (reference != null) {
                documents.add(reference);
            }
        }
    }

    private long here(List<Allocation> allocations) {
        return allocations.stream()
                .filter(part -> part.locationId().equals(location))
                .mapToLong(Allocation::quantity)
                .sum();
    }

    /** @param complete whether all events after the count were added */
    CountedStock counted(long units, boolean complete) {
        Instant corrected = lastCount;
        return new CountedStock(
                atCount.document().key(),
                location.value(),
                countedAt,
                units,
                expected,
                later,
                complete,
                corrected,
                receipts.stream()
                        .filter(booking ->
                                corrected == null || booking.event().at().isAfter(corrected))
                        .toList(),
                List.copyOf(lateBookings),
                transfers(),
                deliveries(),
                allocations(),
                shippingMillis(),
                Set.copyOf(documents));
    }

    private List<Long> shippingMillis() {
        List<Long> millis = new ArrayList<>();
        shippedAt.forEach((id, at) -> {
            Instant from = allocatedAt.get(id);
            if (from != null) {
                millis.add(Math.max(0, Duration.between(from, at).toMillis()));
            }
        });
        return millis;
    }

    private List<OpenTransfer> transfers() {
        Map<String, SourceEvent> sent = byId(atCount.origins().transfers());
        List<OpenTransfer> open = new ArrayList<>();
        atCount.document().view().inbound().transfers().forEach(transfer -> {
            long units = transfer.quantity() - arrivedLater.getOrDefault(transfer.id(), 0L);
            boolean isInbound = transfer.to().equals(location.value());
            SourceEvent event = sent.get(transfer.id());
            if (units > 0 && event != null && (isInbound || transfer.from().equals(location.value()))) {
                String other = isInbound ? transfer.from() : transfer.to();
                open.add(new OpenTransfer(transfer.id(), units, isInbound, other, EventRef.of(event)));
            }
        });
        return open;
    }

    private List<OpenDelivery> deliveries() {
        Map<String, SourceEvent> announced = byId(atCount.origins().deliveries());
        List<OpenDelivery> open = new ArrayList<>();
        atCount.document().view().inbound().deliveries().forEach(delivery -> {
            long units = delivery.quantity() - arrivedLater.getOrDefault(delivery.id(), 0L);
            SourceEvent event = announced.get(delivery.id());
            if (units > 0 && event != null && delivery.locationId().equals(location.value())) {
                open.add(new OpenDelivery(
                        delivery.id(), units, delivery.expectedOn(), delivery.reference(), EventRef.of(event)));
            }
        });
        return open;
    }

    private static Map<String, SourceEvent> byId(List<StockOrigins.Origin> origins) {
        Map<String, SourceEvent> events = new HashMap<>();
        origins.forEach(origin -> events.put(origin.id(), origin.event()));
        return events;
    }

    private List<OpenAllocation> allocations() {
        List<Instant> shippedOrders = shippedAt.keySet().stream()
                .map(allocatedAt::get)
                .filter(Objects::nonNull)
                .toList();
        List<OpenAllocation> open = new ArrayList<>();
        for (OpenClaim claim : atCount.origins().claims()) {
            long all = claim.allocated();
            long here = claim.changes().stream()
                    .filter(change -> change.locationId().equals(location.value()))
                    .mapToLong(ClaimChange::allocated)
                    .sum();
            if (here > 0) {
                String id = claim.reservationId();
                long shipped = shippedLater.getOrDefault(id, 0L);
                SourceEvent event = claim.changes().stream()
                        .filter(change -> change.allocated() > 0)
                        .map(ClaimChange::event)
                        .reduce((first, second) -> second)
                        .orElseThrow();
                int overtaken = (int) shippedOrders.stream()
                        .filter(at -> at.isAfter(event.at()))
                        .count();
                open.add(new OpenAllocation(
                        id,
                        here - shipped - releasedLater.getOrDefault(id, 0L),
                        shipped,
                        all - here,
                        overtaken,
                        EventRef.of(event)));
            }
        }
        return open;
    }
}
