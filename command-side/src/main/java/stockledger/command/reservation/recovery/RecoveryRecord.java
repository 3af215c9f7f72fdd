package stockledger.command.reservation.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import stockledger.command.reservation.DecidedReturn;
import stockledger.command.reservation.ReservationStatus;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.UnitsReturned;

/**
 * The recovery state of one reservation, folded from events: whether all stock has followed it, and when recovery is due.
 * It is a hint only; the aggregates decide. Member names are stored.
 *
 * @param revision counts the writes of this record
 * @param status the status by the reservation's stream; null before its first event
 * @param attempt the attempt that holds the reservation; empty before it is held
 * @param reservationVersion last folded version of the reservation's stream; -1 for none
 * @param lines one per SKU with stock events of the reservation
 * @param shipped partial shipments that the reservation decided
 * @param returns returns that not all stock has booked
 * @param dueAt when recovery is due; null when it is not
 * @param replaced the lines of the reservation since they were replaced; null while they are those of the first hold
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
        List<DecidedReturn> returns,
        @Nullable Instant dueAt,
        @Nullable List<ReplacedLine> replaced) {

    /**
     * One line of a reservation whose lines were replaced. Member names are stored.
     *
     * @param attempt the attempt that held its first units
     */
    record ReplacedLine(String sku, String attempt, long units) {}

    static RecoveryRecord blank(String id) {
        return new RecoveryRecord(id, 0, null, "", -1, null, List.of(), List.of(), List.of(), null, null);
    }

    /** The record after one more event; the same for a known event. */
    RecoveryRecord on(Object event, long version, Instant at, Duration delay) {
        if (event instanceof ReservationEvent decision) {
            return on(decision, version, at, delay);
        } else if (event instanceof UnitsReturned returned) {
            return on(returned, at, delay);
        }
        return event instanceof StockEvent stock ? on(stock, version, at, delay) : this;
    }

    private RecoveryRecord on(ReservationEvent event, long version, Instant at, Duration delay) {
        if (version <= reservationVersion) {
            return this;
        }
        List<LineUnits> parts = new ArrayList<>(shipped);
        if (event instanceof ReservationPartlyShipped part) {
            parts.addAll(part.lines());
        }
        List<DecidedReturn> open = new ArrayList<>(returns);
        if (event instanceof ReservationReturned back) {
            open.add(DecidedReturn.of(back));
        }
        ReservationStatus next = ReservationStatus.after(event, status);
        String holder = event instanceof ReservationHeld held ? held.attempt() : attempt;
        return new RecoveryRecord(
                        id,
                        revision,
                        next,
                        holder,
                        version,
                        expiryAfter(event),
                        lines,
                        parts,
                        open,
                        dueAt,
                        linesAfter(event))
                .rescheduled(at, delay);
    }

    private @Nullable List<ReplacedLine> linesAfter(ReservationEvent event) {
        if (event instanceof ReservationLinesReplaced after) {
            return after.lines().stream()
                    .map(line -> new ReplacedLine(
                            line.sku().value(),
                            line.attempt() == null ? after.attempt() : line.attempt(),
                            line.quantity()))
                    .toList();
        }
        return event instanceof ReservationHeld ? null : replaced;
    }

    private @Nullable Instant expiryAfter(ReservationEvent event) {
        if (event instanceof ReservationHeld held) {
            return held.expiresAt();
        }
        return event instanceof ReservationExtended extended ? extended.expiresAt() : expiresAt;
    }

    private RecoveryRecord on(UnitsReturned event, Instant at, Duration delay) {
        List<DecidedReturn> open = new ArrayList<>();
        for (DecidedReturn decided : returns) {
            DecidedReturn rest = decided.number() == event.number() ? decided.without(event.sku()) : decided;
            if (rest != null) {
                open.add(rest);
            }
        }
        return open.equals(returns) ? this : with(lines, open).rescheduled(at, delay);
    }

    private RecoveryRecord on(StockEvent event, long version, Instant at, Duration delay) {
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
        RecoveryRecord changed = with(after, returns).rescheduled(at, delay);
        return changed.isHeldByOtherThan(next.attempt()) ? changed.noLaterThan(dueAt) : changed;
    }

    /** Whether an attempt holds units that is neither the given one nor the one of the reservation. */
    private boolean isHeldByOtherThan(String given) {
        return lines.stream()
                .filter(RecoveryLine::isHeld)
                .anyMatch(line -> !line.attempt().equals(given) && !isOfReservation(line));
    }

    /** A new attempt must not delay the cleanup of an old one, or a caller that retries never succeeds. */
    private RecoveryRecord noLaterThan(@Nullable Instant before) {
        return before == null || dueAt == null || dueAt.isBefore(before) ? this : due(before);
    }

    /** Whether the reservation has ended and all stock has followed, so that the record can be deleted. */
    boolean isFinished() {
        if (status == ReservationStatus.HELD || status == ReservationStatus.CONFIRMED || !returns.isEmpty()) {
            return false;
        }
        boolean ended = status == ReservationStatus.SHIPPED || status == ReservationStatus.CANCELLED;
        return lines.stream().allMatch(line -> line.isReleased() || ended && line.isShipped());
    }

    /** Whether all stock of the reservation has followed, and other attempts hold nothing. */
    private boolean allFollowed(Predicate<RecoveryLine> followed) {
        return returns.isEmpty()
                && lines.stream().allMatch(line -> isOfReservation(line) ? followed.test(line) : line.isReleased());
    }

    /** Whether the reservation has recorded the units of the line, apart from further ones that were added since. */
    private boolean isOfReservation(RecoveryLine line) {
        return replaced == null
                ? line.attempt().equals(attempt)
                : replaced.stream()
                        .anyMatch(own ->
                                own.sku().equals(line.sku()) && own.attempt().equals(line.attempt()));
    }

    private boolean holdsWhatIsRecorded(RecoveryLine line) {
        return line.isHeld()
                && (replaced == null
                        ? line.addition() == null
                        : replaced.stream()
                                .anyMatch(own -> own.sku().equals(line.sku()) && own.units() == line.units()));
    }

    private long shippedOf(String sku) {
        return shipped.stream()
                .filter(part -> part.sku().value().equals(sku))
                .mapToLong(LineUnits::quantity)
                .sum();
    }

    private RecoveryRecord rescheduled(Instant at, Duration delay) {
        boolean confirmed =
                status == ReservationStatus.CONFIRMED && allFollowed(line -> line.hasFollowed(shippedOf(line.sku())));
        if (isFinished() || confirmed) {
            return due(null);
        }
        boolean held = status == ReservationStatus.HELD && allFollowed(this::holdsWhatIsRecorded);
        return due(held ? expiresAt : at.plus(delay));
    }

    private RecoveryRecord with(List<RecoveryLine> newLines, List<DecidedReturn> newReturns) {
        return new RecoveryRecord(
                id,
                revision,
                status,
                attempt,
                reservationVersion,
                expiresAt,
                newLines,
                shipped,
                newReturns,
                dueAt,
                replaced);
    }

    private RecoveryRecord due(@Nullable Instant when) {
        return new RecoveryRecord(
                id, revision, status, attempt, reservationVersion, expiresAt, lines, shipped, returns, when, replaced);
    }

    RecoveryRecord next() {
        return new RecoveryRecord(
                id,
                revision + 1,
                status,
                attempt,
                reservationVersion,
                expiresAt,
                lines,
                shipped,
                returns,
                dueAt,
                replaced);
    }
}
