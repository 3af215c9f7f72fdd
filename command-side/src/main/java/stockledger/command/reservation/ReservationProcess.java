package stockledger.command.reservation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.reservation.ReservationCommand.Back;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExplainReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal.HoldGivenUp;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.Allocation;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.ReleaseCause;

/**
 * The steps of a cart over several SKUs. To hold, the stock of each SKU decides first and the reservation is recorded
 * once all lines are held. From then on the reservation decides first and the stock of each SKU follows. Each step may
 * be the last before a crash: what is then unfinished is found in the events by the upkeep, and every step may be
 * repeated.
 */
class ReservationProcess {

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private final Commands commands;
    private final ParallelLines lines;
    private final KnownStreams known;
    private final StockFollowUp following;
    private final Clock clock;
    private final ReservationSettings settings;

    ReservationProcess(
            Commands commands, ParallelLines lines, KnownStreams known, Clock clock, ReservationSettings settings) {
        this.commands = commands;
        this.lines = lines;
        this.known = known;
        this.following = new StockFollowUp(commands, known);
        this.clock = clock;
        this.settings = settings;
    }

    /** How a reservation stands after a step, and the token for reading it. */
    record Step(ReservationState state, long version, ConsistencyToken token) {}

    /**
     * Holds every wish or none. Asked again with the same id and wishes, it answers how the reservation stands.
     *
     * @param mayExist false when the id was drawn for this call
     */
    Step hold(
            ReservationId id, List<RequestedLine> wishes, Duration ttl, @Nullable String reference, boolean mayExist) {
        wishes.forEach(this::requireKnown);
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.inProgressWaitMillis()).toNanos();
        boolean alone = true;
        while (true) {
            Optional<Outcome<ReservationState>> before = mayExist ? explain(id) : Optional.empty();
            if (before.isPresent() && before.get().answer().status() != ReservationStatus.ABANDONED) {
                return repeated(before.get(), wishes);
            }
            try {
                Instant expiresAt = clock.instant().plus(ttl);
                return before.isEmpty() && wishes.size() == 1
                        ? attemptAtOnce(id, wishes.get(0), expiresAt, reference)
                        : attempt(id, wishes, expiresAt, reference, before, alone);
            } catch (HoldInProgress busy) {
                alone = false;
                if (System.nanoTime() > deadline) {
                    throw busy;
                }
            } catch (ReservationExists raced) {
                mayExist = true;
            } catch (HoldGivenUp slow) {
                // The upkeep took this attempt for dead. What it held is given back, and the caller still waits.
                mayExist = true;
                if (System.nanoTime() > deadline) {
                    throw slow;
                }
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
    }

    /** One SKU's stock and a reservation that is new can be decided together: no crash comes between them. */
    private Step attemptAtOnce(ReservationId id, RequestedLine wish, Instant expiresAt, @Nullable String reference) {
        TokenCollector touched = new TokenCollector();
        String attempt = UUID.randomUUID().toString();
        Commands.Both<List<Allocation>, ReservationState> both = commands.sendBoth(
                new HoldUnits(wish.sku(), id, attempt, wish.requests(), wish.selection(), expiresAt),
                (Outcome<List<Allocation>> held) -> new RecordHold(
                        id,
                        0,
                        attempt,
                        List.of(new ReservedLine(wish.sku(), wish.quantity(), held.answer())),
                        expiresAt,
                        reference));
        Outcome<ReservationState> recorded = both.second();
        touched.by(both.first());
        touched.by(recorded);
        if (!recorded.answer().attempt().equals(attempt)) {
            // As below.
            touched.by(commands.send(new ReleaseUnits(wish.sku(), id, attempt, ReleaseCause.ABANDONED)));
        }
        return new Step(recorded.answer(), recorded.version(), touched.token());
    }

    private Step attempt(
            ReservationId id,
            List<RequestedLine> wishes,
            Instant expiresAt,
            @Nullable String reference,
            Optional<Outcome<ReservationState>> before,
            boolean alone) {
        TokenCollector touched = new TokenCollector();
        String attempt = UUID.randomUUID().toString();
        HoldAttempt holder = new HoldAttempt(commands, lines, id, attempt, touched);
        List<ReservedLine> held = holder.hold(wishes, expiresAt, alone);
        try {
            int abandonments =
                    before.map(known -> known.answer().abandonments()).orElse(0);
            RecordHold record = new RecordHold(id, abandonments, attempt, held, expiresAt, reference);
            Outcome<ReservationState> recorded =
                    before.isPresent() ? commands.send(record) : commands.sendFirst(record);
            touched.by(recorded);
            if (!recorded.answer().attempt().equals(attempt)) {
                // The request was sent twice, and the other one was recorded under the same key: these units are too
                // many.
                holder.giveBack(ReleaseCause.ABANDONED);
            }
            return new Step(recorded.answer(), recorded.version(), touched.token());
        } catch (HoldGivenUp | ReservationExists tooLate) {
            holder.giveBack(ReleaseCause.ABANDONED);
            tooLate.touched(touched.token());
            throw tooLate;
        }
    }

    private Step repeated(Outcome<ReservationState> before, List<RequestedLine> wishes) {
        List<CartLine> reserved = before.answer().lines();
        boolean same = reserved.size() == wishes.size();
        for (int i = 0; same && i < reserved.size(); i++) {
            same = reserved.get(i).sku().equals(wishes.get(i).sku())
                    && reserved.get(i).quantity() == wishes.get(i).quantity();
        }
        if (!same) {
            throw new ReservationExists(before.answer().id());
        }
        TokenCollector touched = new TokenCollector();
        touched.by(before);
        lines.<Long>each(reserved.stream()
                .map(line -> line.sku().stockStream())
                .<Supplier<Long>>map(stream -> () -> {
                    long version = known.lastVersion(stream);
                    touched.by(stream, version);
                    return version;
                })
                .toList());
        return new Step(before.answer(), before.version(), touched.token());
    }

    private void requireKnown(RequestedLine wish) {
        known.require(wish.sku().productStream(), () -> new ProductNotFound(wish.sku()));
        for (UnitRequest wanted : wish.requests()) {
            LocationId given = wanted.locationId();
            if (given != null) {
                known.require(given.stream(), () -> new LocationNotFound(given));
            }
        }
    }

    Step confirm(ReservationId id, @Nullable Long version) {
        return decideThenFollow(new ConfirmReservation(id, clock.instant()), version);
    }

    Step release(ReservationId id, @Nullable Long version) {
        return decideThenFollow(new ReleaseReservation(id), version);
    }

    Step extend(ReservationId id, Duration ttl, @Nullable Long version) {
        Instant now = clock.instant();
        return decideThenFollow(new ExtendReservation(id, now, now.plus(ttl)), version);
    }

    Step cancel(ReservationId id, @Nullable Long version) {
        return decideThenFollow(new CancelReservation(id), version);
    }

    /**
     * Ships.
     *
     * @param parts what leaves now, one per SKU; empty for all that is left
     */
    Step ship(ReservationId id, List<LineUnits> parts, @Nullable Long version) {
        return decideThenFollow(new ShipReservation(id, parts), version);
    }

    /** Takes back what had left. */
    Step takeBack(ReservationId id, List<Back> backs, @Nullable String reference, @Nullable Long version) {
        known.require(id.stream(), () -> new ReservationNotFound(id));
        for (Back back : backs) {
            LocationId given = back.locationId();
            if (given != null) {
                known.require(given.stream(), () -> new LocationNotFound(given));
            }
        }
        List<Back> seen = backs.stream()
                .map(back -> back.seenAt(known.lastVersion(back.sku().stockStream())))
                .toList();
        return decideThenFollow(new ReturnUnits(id, seen, reference), version);
    }

    private Step decideThenFollow(ReservationCommand decision, @Nullable Long version) {
        Outcome<ReservationState> decided = sendKnown(decision, version);
        TokenCollector touched = new TokenCollector();
        touched.by(decided);
        follow(StockFollowUp.of(decided.answer()), touched);
        ReturnMade latest = decided.answer().latestReturn();
        if (decision instanceof ReturnUnits && latest != null) {
            follow(latest.following(decision.id()), touched);
        }
        return new Step(decided.answer(), decided.version(), touched.token());
    }

    private void follow(List<? extends StockCommand> steps, TokenCollector touched) {
        lines.<Outcome<Boolean>>each(steps.stream()
                        .<Supplier<Outcome<Boolean>>>map(step -> () -> following.send(step))
                        .toList())
                .forEach(touched::by);
    }

    private Outcome<ReservationState> sendKnown(ReservationCommand command, @Nullable Long version) {
        known.require(command.stream(), () -> new ReservationNotFound(command.id()));
        return commands.send(command, version);
    }

    private Optional<Outcome<ReservationState>> explain(ReservationId id) {
        return known.exists(id.stream()) ? Optional.of(commands.send(new ExplainReservation(id))) : Optional.empty();
    }
}
