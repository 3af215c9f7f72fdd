package stockledger.query.sku;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.sku.StockOrigins.AtLocation;
import stockledger.query.sku.StockOrigins.Change;
import stockledger.query.sku.StockOrigins.ClaimChange;
import stockledger.query.sku.StockOrigins.OpenClaim;
import stockledger.query.sku.StockOrigins.Origin;
import stockledger.query.sku.StockOrigins.Recent;

/**
 * Collects the {@link StockOrigins} of stock events. It is mutable, so that thousands of open claims are copied once for many
 * events. It refuses no event: what explains a number must not stop the projection of it.
 */
final class OriginsFold {

    private final TreeMap<String, Place> places = new TreeMap<>();
    private final Map<String, Claim> claims = new LinkedHashMap<>();
    private final Map<String, SourceEvent> deliveries = new LinkedHashMap<>();
    private final Map<String, SourceEvent> transfers = new LinkedHashMap<>();
    private @Nullable SourceEvent safetyStock;

    OriginsFold(StockOrigins before) {
        before.locations().forEach(one -> places.put(one.locationId(), new Place(one)));
        before.claims().forEach(one -> claims.put(one.reservationId(), new Claim(one)));
        before.deliveries().forEach(one -> deliveries.put(one.id(), one.event()));
        before.transfers().forEach(one -> transfers.put(one.id(), one.event()));
        safetyStock = before.safetyStock();
    }

    /** @param inbound of the same prefix of the stream: of what it lacks, the origin is not kept */
    StockOrigins origins(Inbound inbound) {
        Set<String> openDeliveries =
                inbound.deliveries().stream().map(ExpectedDelivery::id).collect(Collectors.toSet());
        Set<String> openTransfers =
                inbound.transfers().stream().map(UnitsInTransit::id).collect(Collectors.toSet());
        deliveries.keySet().retainAll(openDeliveries);
        transfers.keySet().retainAll(openTransfers);
        return new StockOrigins(
                places.entrySet().stream()
                        .map(place -> place.getValue().at(place.getKey()))
                        .toList(),
                claims.entrySet().stream()
                        .map(claim -> claim.getValue().of(claim.getKey()))
                        .toList(),
                safetyStock,
                listed(deliveries),
                listed(transfers));
    }

    private static List<Origin> listed(Map<String, SourceEvent> origins) {
        return origins.entrySet().stream()
                .map(one -> new Origin(one.getKey(), one.getValue()))
                .toList();
    }

    void on(ProjectedEvent event) {
        if (event.payload() instanceof StockEvent stock) {
            SourceEvent source = SourceEvent.of(event);
            if (!onClaim(stock, source) && !onShipment(stock, source) && !onMovement(stock, source)) {
                onExpectation(stock, source);
            }
        }
    }

    private boolean onClaim(StockEvent event, SourceEvent source) {
        if (event instanceof UnitsHeld is) {
            return claim(is.reservationId(), is.allocations(), 1, 0, source, is.expiresAt());
        } else if (event instanceof HoldIncreased is) {
            return claim(is.reservationId(), is.allocations(), 1, 0, source, is.expiresAt());
        } else if (event instanceof HoldReduced is) {
            SourceEvent because = source.because(textOf(is.cause()), null);
            return claim(is.reservationId(), is.allocations(), -1, 0, because, null);
        } else if (event instanceof HoldReleased is) {
            return claim(is.reservationId(), is.allocations(), -1, 0, source.because(textOf(is.cause()), null), null);
        } else if (event instanceof UnitsAllocated is) {
            return claim(is.reservationId(), is.allocations(), -1, 1, source, null);
        } else if (event instanceof AllocationReleased is) {
            return claim(is.reservationId(), is.allocations(), 0, -1, source, null);
        }
        return false;
    }

    private boolean claim(
            ReservationId reservation,
            List<Allocation> allocations,
            int held,
            int allocated,
            SourceEvent source,
            @Nullable Instant expiresAt) {
        String id = reservation.value();
        Claim claim = claims.computeIfAbsent(id, absent -> new Claim());
        claim.expiresAt = expiresAt == null ? claim.expiresAt : expiresAt;
        SourceEvent event = source.ofReservation(id);
        for (Allocation part : allocations) {
            claim.add(new ClaimChange(
                    part.locationId().value(), held * part.quantity(), allocated * part.quantity(), event));
        }
        if (claim.isOver()) {
            claims.remove(id);
        }
        return true;
    }

    private boolean onShipment(StockEvent event, SourceEvent source) {
        if (event instanceof UnitsShipped is) {
            SourceEvent of = source.ofReservation(is.reservationId().value());
            is.allocations().forEach(part -> onHand(part.locationId(), -part.quantity(), of));
            return claim(is.reservationId(), is.allocations(), 0, -1, source, null);
        } else if (event instanceof UnitsReturned is) {
            SourceEvent of = source.because(null, is.reference())
                    .ofReservation(is.reservationId().value());
            for (Allocation part : is.allocations()) {
                onHand(part.locationId(), part.quantity(), of);
                if (is.condition() == ReturnCondition.UNAVAILABLE) {
                    unavailable(part.locationId(), part.quantity(), of);
                }
            }
            return true;
        }
        return false;
    }

    private boolean onMovement(StockEvent event, SourceEvent source) {
        if (event instanceof StockReceived is) {
            return onHand(is.locationId(), is.onHandChange(), source.because(null, is.reference()));
        } else if (event instanceof StockAdjusted is) {
            SourceEvent because = source.because(textOf(is.reason()), is.reference());
            if (is.from() != null) {
                unavailable(is.locationId(), is.unavailableChange(), because);
            }
            return onHand(is.locationId(), is.onHandChange(), because);
        } else if (event instanceof StockCounted is) {
            if (is.writtenOff() != null) {
                unavailable(is.locationId(), is.unavailableChange(), source);
            }
            return onHand(is.locationId(), is.delta(), source);
        } else if (event instanceof UnitsSetAside is) {
            return unavailable(is.locationId(), is.quantity(), source.because(textOf(is.reason()), is.reference()));
        } else if (event instanceof UnitsPutBack is) {
            return unavailable(is.locationId(), -is.quantity(), source.because(textOf(is.reason()), is.reference()));
        }
        return false;
    }

    private void onExpectation(StockEvent event, SourceEvent source) {
        if (event instanceof TransferSent is) {
            SourceEvent of = source.because(null, is.reference())
                    .ofTransfer(is.transferId().value());
            onHand(is.from(), -is.quantity(), of);
            transfers.put(is.transferId().value(), of);
        } else if (event instanceof TransferReceived is) {
            onHand(is.to(), is.received(), source.ofTransfer(is.transferId().value()));
        } else if (event instanceof IncomingAnnounced is) {
            deliveries.put(is.incomingId().value(), source.because(null, is.reference()));
        } else if (event instanceof StockPolicySet is) {
            LocationId location = is.locationId();
            if (location == null) {
                safetyStock = source;
            } else {
                place(location).safetyStock = source;
            }
        }
    }

    /** The text under which it is stored: each is one word. */
    private static String textOf(Enum<?> why) {
        return why.name().toLowerCase(Locale.ROOT);
    }

    private boolean onHand(LocationId location, long units, SourceEvent event) {
        place(location).onHand.add(new Change(units, event));
        return true;
    }

    private boolean unavailable(LocationId location, long units, SourceEvent event) {
        place(location).unavailable.add(new Change(units, event));
        return true;
    }

    private Place place(LocationId location) {
        return places.computeIfAbsent(location.value(), absent -> new Place());
    }

    /** One location. */
    private static final class Place {

        private final Newest onHand;
        private final Newest unavailable;
        private @Nullable SourceEvent safetyStock;

        Place() {
            onHand = new Newest(Recent.NONE);
            unavailable = new Newest(Recent.NONE);
        }

        Place(AtLocation before) {
            onHand = new Newest(before.onHand());
            unavailable = new Newest(before.unavailable());
            safetyStock = before.safetyStock();
        }

        AtLocation at(String location) {
            return new AtLocation(location, onHand.recent(), unavailable.recent(), safetyStock);
        }
    }

    /** The newest changes of a term. */
    private static final class Newest {

        private final ArrayDeque<Change> changes;
        private long events;

        Newest(Recent before) {
            changes = new ArrayDeque<>(before.newest());
            events = before.events();
        }

        void add(Change change) {
            events++;
            changes.addLast(change);
            if (changes.size() > StockOrigins.MAX_NEWEST) {
                changes.removeFirst();
            }
        }

        Recent recent() {
            return new Recent(List.copyOf(changes), events);
        }
    }

    /** One reservation's claim. */
    private static final class Claim {

        private final List<ClaimChange> changes = new ArrayList<>();

        /** Units that are left, by location; without locations that have none. */
        private final Map<String, Long> held = new HashMap<>();

        private final Map<String, Long> allocated = new HashMap<>();
        private @Nullable Instant expiresAt;

        Claim() {}

        Claim(OpenClaim before) {
            before.changes().forEach(this::add);
            expiresAt = before.expiresAt();
        }

        void add(ClaimChange change) {
            changes.add(change);
            add(held, change.locationId(), change.held());
            add(allocated, change.locationId(), change.allocated());
        }

        private static void add(Map<String, Long> units, String location, long change) {
            long left = units.getOrDefault(location, 0L) + change;
            if (left == 0) {
                units.remove(location);
            } else {
                units.put(location, left);
            }
        }

        /** Whether nothing is held or allocated at any location any more. */
        boolean isOver() {
            return held.isEmpty() && allocated.isEmpty();
        }

        OpenClaim of(String reservation) {
            return new OpenClaim(reservation, expiresAt, List.copyOf(changes));
        }
    }
}
