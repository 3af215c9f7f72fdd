package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * What the upkeep knows of one reservation from the events: whether every SKU's stock has followed, and when somebody
 * should look. It only says when to look; what is true, the aggregates decide.
 *
 * @param revision counts the writes of this note
 * @param status what the reservation's own stream says; null while it says nothing
 * @param reservationVersion last event folded of the reservation's stream; -1 for none
 * @param lines one per SKU whose stock spoke of the reservation
 * @param dueAt when to look; null when it may rest
 */
record UpkeepNote(
        @Id String id,
        long revision,
        @Nullable ReservationStatus status,
        long reservationVersion,
        @Nullable Instant expiresAt,
        List<Line> lines,
        @Nullable Instant dueAt) {

    /** How far the stock of a SKU has come for the reservation. */
    enum Phase {
        HELD,
        ALLOCATED,
        SHIPPED,
        RELEASED
    }

    /**
     * One SKU.
     *
     * @param attempt who held the units last
     * @param version last event folded of the SKU's stock stream
     */
    record Line(String sku, Phase phase, String attempt, long version) {}

    static UpkeepNote blank(String id) {
        return new UpkeepNote(id, 0, null, -1, null, List.of(), null);
    }

    UpkeepNote on(ReservationEvent event, long version, Instant at, Duration grace) {
        if (version <= reservationVersion) {
            return this;
        }
        Instant expiry = expiryAfter(event);
        return new UpkeepNote(id, revision, statusAfter(event), version, expiry, lines, dueAt).rested(at, grace);
    }

    UpkeepNote on(StockEvent event, Phase phase, long version, Instant at, Duration grace) {
        List<Line> after = new ArrayList<>(lines.size() + 1);
        String sku = event.sku().value();
        String attempt = event instanceof UnitsHeld held ? held.attempt() : "";
        for (Line line : lines) {
            if (!line.sku().equals(sku)) {
                after.add(line);
            } else if (line.version() >= version) {
                return this;
            } else if (attempt.isEmpty()) {
                attempt = line.attempt();
            }
        }
        after.add(new Line(sku, phase, attempt, version));
        return new UpkeepNote(id, revision, status, reservationVersion, expiresAt, after, dueAt).rested(at, grace);
    }

    private @Nullable Instant expiryAfter(ReservationEvent event) {
        if (event instanceof ReservationHeld held) {
            return held.expiresAt();
        }
        return event instanceof ReservationExtended extended ? extended.expiresAt() : expiresAt;
    }

    /** The phase that a stock event brings a reservation's line to; null when it is about no reservation. */
    static @Nullable Phase phaseOf(StockEvent event) {
        if (event instanceof UnitsHeld) {
            return Phase.HELD;
        } else if (event instanceof UnitsAllocated) {
            return Phase.ALLOCATED;
        } else if (event instanceof UnitsShipped) {
            return Phase.SHIPPED;
        }
        return event instanceof HoldReleased || event instanceof AllocationReleased ? Phase.RELEASED : null;
    }

    private static ReservationStatus statusAfter(ReservationEvent event) {
        if (event instanceof ReservationHeld || event instanceof ReservationExtended) {
            return ReservationStatus.HELD;
        } else if (event instanceof ReservationConfirmed) {
            return ReservationStatus.CONFIRMED;
        } else if (event instanceof ReservationReleased) {
            return ReservationStatus.RELEASED;
        } else if (event instanceof ReservationCancelled) {
            return ReservationStatus.CANCELLED;
        } else if (event instanceof ReservationExpired) {
            return ReservationStatus.EXPIRED;
        } else if (event instanceof ReservationShipped) {
            return ReservationStatus.SHIPPED;
        } else if (event instanceof ReservationAbandoned) {
            return ReservationStatus.ABANDONED;
        }
        throw new IllegalStateException("unknown event " + event.getClass());
    }

    /** Nothing is left to look after: it is over, and all stock has followed. */
    boolean isOver() {
        if (status == ReservationStatus.HELD || status == ReservationStatus.CONFIRMED) {
            return false;
        }
        boolean shipped = status == ReservationStatus.SHIPPED;
        return lines.stream()
                .allMatch(line -> line.phase() == Phase.RELEASED || shipped && line.phase() == Phase.SHIPPED);
    }

    private boolean all(Phase phase) {
        return lines.stream().allMatch(line -> line.phase() == phase);
    }

    private UpkeepNote rested(Instant at, Duration grace) {
        Instant due;
        if (isOver()) {
            due = null;
        } else if (status == ReservationStatus.HELD && all(Phase.HELD)) {
            due = expiresAt;
        } else if (status == ReservationStatus.CONFIRMED && all(Phase.ALLOCATED)) {
            due = null;
        } else {
            due = at.plus(grace);
        }
        return due(due);
    }

    UpkeepNote due(@Nullable Instant when) {
        return new UpkeepNote(id, revision, status, reservationVersion, expiresAt, lines, when);
    }

    UpkeepNote next() {
        return new UpkeepNote(id, revision + 1, status, reservationVersion, expiresAt, lines, dueAt);
    }
}
