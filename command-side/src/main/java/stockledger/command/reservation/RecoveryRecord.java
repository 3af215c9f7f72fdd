package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.UnitsReturned;

/**
 * What the upkeep knows of one reservation from the events: whether every SKU's stock has followed, and when somebody
 * should look. It only says when to look; what is true, the aggregates decide.
 *
 * @param revision counts the writes of this note
 * @param status what the reservation's own stream says; null while it says nothing
 * @param attempt who holds what the reservation claims; empty before it is held
 * @param reservationVersion last event folded of the reservation's stream; -1 for none
 * @param lines one per SKU whose stock spoke of the reservation
 * @param shipped parts that the reservation let go; all of it when it is shipped
 * @param returns what came back and not all stock has followed
 * @param dueAt when to look; null when it may rest
 */
record RecoveryRecord(
        @Id String id,
        long revision,
        @Nullable ReservationStatus status,
        String attempt,
        long reservationVersion,
        @Nullable Instant expiresAt,
        List<RecoveryLine> lines,
        List<LineUnits> shipped,
        List<ReturnMade> returns,
        @Nullable Instant dueAt) {

    static RecoveryRecord blank(String id) {
        return new RecoveryRecord(id, 0, null, "", -1, null, List.of(), List.of(), List.of(), null);
    }

    /** The note after one more event; the same when it is known already. */
    RecoveryRecord on(Object event, long version, Instant at, Duration grace) {
        if (event instanceof ReservationEvent decided) {
            return on(decided, version, at, grace);
        } else if (event instanceof UnitsReturned back) {
            return on(back, at, grace);
        }
        return event instanceof StockEvent followed ? on(followed, version, at, grace) : this;
    }

    private RecoveryRecord on(ReservationEvent event, long version, Instant at, Duration grace) {
        if (version <= reservationVersion) {
            return this;
        }
        List<LineUnits> parts = new ArrayList<>(shipped);
        if (event instanceof ReservationPartlyShipped part) {
            parts.addAll(part.lines());
        }
        List<ReturnMade> open = new ArrayList<>(returns);
        if (event instanceof ReservationReturned back) {
            open.add(ReturnMade.of(back));
        }
        ReservationStatus next = ReservationStatus.after(event, status);
        String holder = event instanceof ReservationHeld held ? held.attempt() : attempt;
        return new RecoveryRecord(id, revision, next, holder, version, expiryAfter(event), lines, parts, open, dueAt)
                .rested(at, grace);
    }

    private @Nullable Instant expiryAfter(ReservationEvent event) {
        if (event instanceof ReservationHeld held) {
            return held.expiresAt();
        }
        return event instanceof ReservationExtended extended ? extended.expiresAt() : expiresAt;
    }

    private RecoveryRecord on(UnitsReturned event, Instant at, Duration grace) {
        List<ReturnMade> open = new ArrayList<>();
        for (ReturnMade made : returns) {
            ReturnMade rest = made.number() == event.number() ? made.without(event.sku()) : made;
            if (rest != null) {
                open.add(rest);
            }
        }
        return open.equals(returns)
                ? this
                : new RecoveryRecord(
                                id,
                                revision,
                                status,
                                attempt,
                                reservationVersion,
                                expiresAt,
                                lines,
                                shipped,
                                open,
                                dueAt)
                        .rested(at, grace);
    }

    private RecoveryRecord on(StockEvent event, long version, Instant at, Duration grace) {
        RecoveryLine known = lines.stream()
                .filter(line -> line.sku().equals(event.sku().value()))
                .findFirst()
                .orElse(RecoveryLine.blank(event.sku().value()));
        RecoveryLine next = known.version() >= version ? null : known.on(event, version);
        if (next == null) {
            return this;
        }
        List<RecoveryLine> after = new ArrayList<>(lines);
        after.remove(known);
        after.add(next);
        RecoveryRecord rested = new RecoveryRecord(
                        id, revision, status, attempt, reservationVersion, expiresAt, after, shipped, returns, dueAt)
                .rested(at, grace);
        return rested.isHeldByOthersThan(next.attempt()) ? rested.noLaterThan(dueAt) : rested;
    }

    /** Whether an attempt holds units that is neither this one nor the one that became the reservation. */
    private boolean isHeldByOthersThan(String one) {
        return lines.stream()
                .filter(RecoveryLine::isHeld)
                .map(RecoveryLine::attempt)
                .anyMatch(holder -> !holder.equals(one) && !holder.equals(attempt));
    }

    /** What one attempt does puts off no look at what another left behind, or a caller who tries again never gets it. */
    private RecoveryRecord noLaterThan(@Nullable Instant before) {
        return before == null || dueAt == null || dueAt.isBefore(before) ? this : due(before);
    }

    /** Nothing is left to look after: it is over, and all stock has followed. */
    boolean isOver() {
        if (status == ReservationStatus.HELD || status == ReservationStatus.CONFIRMED || !returns.isEmpty()) {
            return false;
        }
        boolean left = status == ReservationStatus.SHIPPED || status == ReservationStatus.CANCELLED;
        return lines.stream().allMatch(line -> line.isReleased() || left && line.isGone());
    }

    /** What an attempt held that never became the reservation is no matter, once it is given back. */
    private boolean mayWait(Predicate<RecoveryLine> followed) {
        return returns.isEmpty()
                && lines.stream()
                        .allMatch(line -> line.attempt().equals(attempt) ? followed.test(line) : line.isReleased());
    }

    private long toLeave(String sku) {
        return shipped.stream()
                .filter(part -> part.sku().value().equals(sku))
                .mapToLong(LineUnits::quantity)
                .sum();
    }

    private RecoveryRecord rested(Instant at, Duration grace) {
        boolean bought =
                status == ReservationStatus.CONFIRMED && mayWait(line -> line.hasFollowed(toLeave(line.sku())));
        if (isOver() || bought) {
            return due(null);
        }
        boolean held = status == ReservationStatus.HELD && mayWait(RecoveryLine::isHeld);
        return due(held ? expiresAt : at.plus(grace));
    }

    private RecoveryRecord due(@Nullable Instant when) {
        return new RecoveryRecord(
                id, revision, status, attempt, reservationVersion, expiresAt, lines, shipped, returns, when);
    }

    RecoveryRecord next() {
        return new RecoveryRecord(
                id, revision + 1, status, attempt, reservationVersion, expiresAt, lines, shipped, returns, dueAt);
    }
}
