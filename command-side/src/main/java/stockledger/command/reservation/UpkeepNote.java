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
record UpkeepNote(
        @Id String id,
        long revision,
        @Nullable ReservationStatus status,
        String attempt,
        long reservationVersion,
        @Nullable Instant expiresAt,
        List<UpkeepLine> lines,
        List<LineUnits> shipped,
        List<ReturnMade> returns,
        @Nullable Instant dueAt) {

    static UpkeepNote blank(String id) {
        return new UpkeepNote(id, 0, null, "", -1, null, List.of(), List.of(), List.of(), null);
    }

    /** The note after one more event; the same when it is known already. */
    UpkeepNote on(Object event, long version, Instant at, Duration grace) {
        if (event instanceof ReservationEvent decided) {
            return on(decided, version, at, grace);
        } else if (event instanceof UnitsReturned back) {
            return on(back, at, grace);
        }
        return event instanceof StockEvent followed ? on(followed, version, at, grace) : this;
    }

    private UpkeepNote on(ReservationEvent event, long version, Instant at, Duration grace) {
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
        return new UpkeepNote(id, revision, next, holder, version, expiryAfter(event), lines, parts, open, dueAt)
                .rested(at, grace);
    }

    private @Nullable Instant expiryAfter(ReservationEvent event) {
        if (event instanceof ReservationHeld held) {
            return held.expiresAt();
        }
        return event instanceof ReservationExtended extended ? extended.expiresAt() : expiresAt;
    }

    private UpkeepNote on(UnitsReturned event, Instant at, Duration grace) {
        List<ReturnMade> open = new ArrayList<>();
        for (ReturnMade made : returns) {
            ReturnMade rest = made.number() == event.number() ? made.without(event.sku()) : made;
            if (rest != null) {
                open.add(rest);
            }
        }
        return open.equals(returns)
                ? this
                : new UpkeepNote(
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

    private UpkeepNote on(StockEvent event, long version, Instant at, Duration grace) {
        UpkeepLine known = lines.stream()
                .filter(line -> line.sku().equals(event.sku().value()))
                .findFirst()
                .orElse(UpkeepLine.blank(event.sku().value()));
        UpkeepLine next = known.version() >= version ? null : known.on(event, version);
        if (next == null) {
            return this;
        }
        List<UpkeepLine> after = new ArrayList<>(lines);
        after.remove(known);
        after.add(next);
        return new UpkeepNote(
                        id, revision, status, attempt, reservationVersion, expiresAt, after, shipped, returns, dueAt)
                .rested(at, grace);
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
    private boolean mayWait(Predicate<UpkeepLine> followed) {
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

    private UpkeepNote rested(Instant at, Duration grace) {
        boolean bought =
                status == ReservationStatus.CONFIRMED && mayWait(line -> line.hasFollowed(toLeave(line.sku())));
        if (isOver() || bought) {
            return due(null);
        }
        boolean held = status == ReservationStatus.HELD && mayWait(UpkeepLine::isHeld);
        return due(held ? expiresAt : at.plus(grace));
    }

    private UpkeepNote due(@Nullable Instant when) {
        return new UpkeepNote(
                id, revision, status, attempt, reservationVersion, expiresAt, lines, shipped, returns, when);
    }

    UpkeepNote next() {
        return new UpkeepNote(
                id, revision + 1, status, attempt, reservationVersion, expiresAt, lines, shipped, returns, dueAt);
    }
}
