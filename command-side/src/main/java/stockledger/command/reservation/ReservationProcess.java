package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import stockledger.command.demand.RefusedDemand;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.GetReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.RecordLines;
import stockledger.command.reservation.ReservationCommand.RecordRehold;
import stockledger.command.reservation.ReservationCommand.ReplaceLines;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationRefusal.AttemptAbandoned;
import stockledger.command.reservation.ReservationRefusal.ChangeOvertaken;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.events.Allocation;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;

/**
 * The steps of a reservation over several SKUs. To hold, the stock of each SKU decides first, and the reservation is
 * recorded once all lines are held. From then on the reservation decides first and the stock of each SKU follows. A crash
 * can come between any two steps: recovery finds unfinished reservations in the events, and every step can be repeated.
 *
 * <p>Three retries: {@link Commands} retries conflicts of one command; {@link InFlightHolds} lets requests of this process
 * for one reservation wait for each other; this class retries an attempt that collided with another process or with recovery.
 *
 * <p>Lines of a held reservation are replaced in the same way: the stock of each SKU decides on further units, then the
 * reservation records its new lines, then the stock releases what was given up. An attempt names the version of the
 * reservation that it replaces and can be recorded at that version only: so every later decision ends it.
 */
class ReservationProcess {

    /** Until recovery abandons a crashed attempt; otherwise the units are confirmed at once. */
    private static final Duration REHOLD_TTL = Duration.ofMinutes(10);

    private final Commands commands;
    private final ParallelLines lines;
    private final KnownStreams streams;
    private final ProductLookup products;
    private final StockFollowUp followUp;
    private final RefusedDemand refused;
    private final Duration inProgressTimeout;
    private final InFlightHolds inFlight = new InFlightHolds();
    private final RetryTemplate retries;

    /**
     * @param inProgressTimeout how long a request waits for another one that holds the same reservation, in this process or
     *     in another
     */
    ReservationProcess(
            Commands commands,
            ParallelLines lines,
            KnownStreams streams,
            RefusedDemand refused,
            Duration inProgressTimeout) {
        this.commands = commands;
        this.lines = lines;
        this.streams = streams;
        this.products = new ProductLookup(commands, streams);
        this.followUp = new StockFollowUp(commands, streams);
        this.refused = refused;
        this.inProgressTimeout = inProgressTimeout;
        this.retries = new RetryTemplate(RetryPolicy.builder()
                .includes(Collision.class)
                .maxRetries(Long.MAX_VALUE)
                .delay(Duration.ofMillis(20))
                .jitter(Duration.ofMillis(10))
                .multiplier(1.5)
                .maxDelay(Duration.ofMillis(200))
                .timeout(inProgressTimeout)
                .build());
    }

    /**
     * The state after a step, with the token for reading it.
     *
     * @param replayed whether it is the first answer given again
     */
    record Step(ReservationState state, long version, ConsistencyToken token, boolean replayed) {

        static Step of(Outcome<ReservationState> outcome, TokenCollector tokens) {
            return new Step(outcome.answer(), outcome.version(), tokens.token(), outcome.replayed());
        }
    }

    /** An attempt lost to another process or to recovery; retried, unlike the same refusals for other reasons. */
    private static final class Collision extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        Collision(Refusal refusal) {
            super(null, refusal, false, false);
            this.refusal = refusal;
        }
    }

    /**
     * Holds every line or none. Repeated with the same id and members while the reservation is held, it gives the first
     * answer.
     *
     * @param mayExist false when the id was generated for this request
     * @throws ReservationExists when a reservation with this id is not held any more, or was requested otherwise
     */
    Step hold(HoldCart command, boolean mayExist) {
        command.lines().forEach(this::requireKnown);
        return new RefusedCart(refused, command.id(), command.reference())
                .countedIn(
                        command.lines(),
                        () -> exclusively(command.id(), first -> tryHold(command, mayExist || !first, first)));
    }

    /**
     * Executes an attempt when no other of the reservation runs in this process, and again after a collision with another
     * process or with recovery.
     */
    private Step exclusively(ReservationId id, Function<Boolean, Step> attempt) {
        AtomicBoolean retried = new AtomicBoolean();
        try {
            return inFlight.run(
                    id,
                    inProgressTimeout,
                    () -> retries.invoke(() -> {
                        try {
                            return attempt.apply(!retried.getAndSet(true));
                        } catch (HoldInProgress | AttemptAbandoned | ChangeOvertaken refusal) {
                            throw new Collision(refusal);
                        }
                    }));
        } catch (Collision collision) {
            throw collision.refusal;
        }
    }

    private Step tryHold(HoldCart command, boolean mayExist, boolean parallel) {
        Optional<Outcome<ReservationState>> before = mayExist ? repeat(command) : Optional.empty();
        if (before.isPresent()
                && (before.get().replayed() || before.get().answer().status() != ReservationStatus.ABANDONED)) {
            return answeredBefore(before.get());
        }
        try {
            return before.isEmpty() && command.lines().size() == 1
                    ? holdAndRecordInOneTransaction(command)
                    : attempt(command, before, parallel);
        } catch (ReservationExists recordedMeanwhile) {
            throw new Collision(recordedMeanwhile);
        }
    }

    /** The first answer to the request; empty when there is no such reservation. */
    private Optional<Outcome<ReservationState>> repeat(HoldCart command) {
        return streams.exists(command.id().stream())
                ? Optional.of(commands.send(command.repetition()))
                : Optional.empty();
    }

    /** Holds one SKU and records the new reservation in one transaction. */
    private Step holdAndRecordInOneTransaction(HoldCart command) {
        ReservationId id = command.id();
        RequestedLine line = command.lines().get(0);
        TokenCollector tokens = new TokenCollector();
        String attempt = HoldAttempt.newName();
        LineHold hold = LineHold.of(line, id, attempt, command.expiresAt());
        Commands.TwoOutcomes<List<Allocation>, ReservationState> both = commands.sendInOneTransaction(
                hold.command(),
                (Outcome<List<Allocation>> held) -> command.record(0, attempt, List.of(hold.held(held.answer()))));
        Outcome<ReservationState> recorded = both.second();
        tokens.add(both.first());
        tokens.add(recorded);
        if (!recorded.answer().attempt().equals(attempt)) {
            // A concurrent request with the same idempotency key was recorded first: release the second hold.
            tokens.add(commands.send(new ReleaseUnits(line.sku(), id, attempt, ReleaseCause.ABANDONED)));
        }
        return Step.of(recorded, tokens);
    }

    private Step attempt(HoldCart command, Optional<Outcome<ReservationState>> before, boolean parallel) {
        TokenCollector tokens = new TokenCollector();
        HoldAttempt hold = new HoldAttempt(commands, lines, command.id(), HoldAttempt.newName(), tokens);
        List<ReservedLine> held = hold.hold(command.lines(), command.expiresAt(), parallel);
        int abandonments =
                before.map(existing -> existing.answer().abandonments()).orElse(0);
        RecordHold record = command.record(abandonments, hold.name(), held);
        return Step.of(record(hold, record, before.isEmpty(), tokens), tokens);
    }

    /** Records an attempt, or releases what it holds when the reservation refuses it. */
    private Outcome<ReservationState> record(
            HoldAttempt hold, ReservationCommand record, boolean isNew, TokenCollector tokens) {
        try {
            Outcome<ReservationState> recorded = isNew ? commands.sendToNewStream(record) : commands.send(record);
            tokens.add(recorded);
            if (!recorded.answer().attempt().equals(hold.name())) {
                // A concurrent request with the same idempotency key was recorded first: release the second hold.
                hold.release(ReleaseCause.ABANDONED);
            }
            return recorded;
        } catch (Refusal refusal) {
            hold.releaseIfPossible(refusal);
            refusal.touched(tokens.token());
            throw refusal;
        }
    }

    /** The first answer again, with a token for the stock as it is now. */
    private Step answeredBefore(Outcome<ReservationState> before) {
        TokenCollector tokens = new TokenCollector();
        tokens.add(before);
        lines.<Long>each(before.answer().lines().stream()
                .map(line -> line.sku().stockStream())
                .<Supplier<Long>>map(stream -> () -> {
                    long version = streams.lastVersion(stream);
                    tokens.add(stream, version);
                    return version;
                })
                .toList());
        return Step.of(before, tokens);
    }

    /**
     * Replaces the lines of a held reservation, all or none: units that both have stay held, further units are held, the new
     * lines are recorded, and the units that were given up are released.
     *
     * @param version expected version of the reservation; null for any
     */
    private Step replaceLines(ReplaceLines command, @Nullable Long version) {
        command.lines().forEach(this::requireKnown);
        return exclusively(command.id(), first -> {
            Outcome<ReservationState> before = find(command.id(), version);
            if (before.replayed()) {
                return followed(before, new TokenCollector());
            }
            return replaceLines(command, before.answer(), first);
        });
    }

    private Step replaceLines(ReplaceLines command, ReservationState before, boolean parallel) {
        TokenCollector tokens = new TokenCollector();
        if (before.status() != ReservationStatus.HELD || !command.now().isBefore(expiryOf(before))) {
            // At this version the reservation refuses every replacement.
            return followed(
                    commands.send(new RecordLines(command.id(), before.version(), "", List.of(), command.now())),
                    tokens);
        }
        // A crash may have left units of the replacement before.
        follow(StockFollowUp.of(before), tokens);
        HoldAttempt hold = new HoldAttempt(commands, lines, command.id(), HoldAttempt.newName(), tokens);
        LocationChoice policy =
                before.request() == null ? null : before.request().policy();
        List<LineHold> holds = command.lines().stream()
                .map(line -> replacement(line.by(policy), before, hold.name()))
                .toList();
        List<ReservedLine> held = new RefusedCart(refused, before.id(), before.reference())
                .countedIn(command.lines(), () -> hold.hold(holds, parallel));
        Outcome<ReservationState> recorded = record(
                hold, new RecordLines(command.id(), before.version(), hold.name(), held, command.now()), false, tokens);
        return followed(recorded, tokens);
    }

    private static LineHold replacement(RequestedLine line, ReservationState before, String attempt) {
        CartLine held = before.line(line.sku());
        return held == null
                ? LineHold.of(line, before.id(), attempt, expiryOf(before))
                : LineHold.more(line, held, before, attempt, expiryOf(before));
    }

    private static Instant expiryOf(ReservationState state) {
        return Objects.requireNonNull(state.expiresAt(), "a held reservation has an expiry");
    }

    /** Decides on the reservation; the stock of its SKUs follows. */
    Step decide(ReservationCommand command, @Nullable Long version) {
        streams.require(command.stream(), () -> new ReservationNotFound(command.id()));
        if (command instanceof ReplaceLines replace) {
            return replaceLines(replace, version);
        }
        try {
            return command instanceof ReturnUnits returned
                    ? returnUnits(versioned(returned), version)
                    : followed(commands.send(command, version), new TokenCollector());
        } catch (HoldExpired expired) {
            LocationSelection rehold = command instanceof ConfirmReservation late ? late.rehold() : null;
            if (rehold == null) {
                throw expired;
            }
            return exclusively(
                    command.id(), first -> confirmLate((ConfirmReservation) command, rehold, version, first));
        }
    }

    /** Holds the units of an expired reservation again, all or none, and confirms it. */
    private Step confirmLate(
            ConfirmReservation command, LocationSelection selection, @Nullable Long version, boolean parallel) {
        Outcome<ReservationState> before = find(command.id(), version);
        ReservationState expired = before.answer();
        TokenCollector tokens = new TokenCollector();
        if (before.replayed() || expired.status() != ReservationStatus.EXPIRED) {
            // Another request was faster: it is confirmed, or cannot be.
            return followed(before.replayed() ? before : commands.send(command, version), tokens);
        }
        // The units of the expired hold may not have been released yet.
        follow(StockFollowUp.of(expired), tokens);
        LocationChoice policy =
                expired.request() == null ? null : expired.request().policy();
        List<RequestedLine> requested = expired.lines().stream()
                .map(line -> new RequestedLine(line.sku(), line.requests(), selection).by(policy))
                .toList();
        requested.forEach(this::requireKnown);
        HoldAttempt hold = new HoldAttempt(commands, lines, command.id(), HoldAttempt.newName(), tokens);
        Instant expiresAt = command.now().plus(REHOLD_TTL);
        List<ReservedLine> held = new RefusedCart(refused, expired.id(), expired.reference())
                .countedIn(requested, () -> hold.hold(requested, expiresAt, parallel));
        RecordRehold record = new RecordRehold(command.id(), expired.version(), hold.name(), held, expiresAt);
        return followed(record(hold, record, false, tokens), tokens);
    }

    private Step returnUnits(ReturnUnits command, @Nullable Long version) {
        TokenCollector tokens = new TokenCollector();
        Outcome<ReservationState> decided = commands.send(command, version);
        followed(decided, tokens);
        DecidedReturn latest = decided.answer().latestReturn();
        if (latest != null) {
            follow(latest.commands(command.id()), tokens);
        }
        return Step.of(decided, tokens);
    }

    /** Lets the stock follow what the reservation has decided. */
    private Step followed(Outcome<ReservationState> decided, TokenCollector tokens) {
        tokens.add(decided);
        follow(StockFollowUp.of(decided.answer()), tokens);
        return Step.of(decided, tokens);
    }

    private Outcome<ReservationState> find(ReservationId id, @Nullable Long version) {
        return commands.send(new GetReservation(id), version);
    }

    private void requireKnown(RequestedLine line) {
        products.require(line.sku());
        for (UnitRequest request : line.requests()) {
            LocationId location = request.locationId();
            if (location != null) {
                streams.require(location.stream(), () -> new LocationNotFound(location));
            }
        }
    }

    private ReturnUnits versioned(ReturnUnits command) {
        for (ReturnLine line : command.lines()) {
            LocationId location = line.locationId();
            if (location != null) {
                streams.require(location.stream(), () -> new LocationNotFound(location));
            }
        }
        List<ReturnLine> versioned = command.lines().stream()
                .map(line -> line.at(streams.lastVersion(line.sku().stockStream())))
                .toList();
        return new ReturnUnits(command.id(), versioned, command.reference());
    }

    private void follow(List<? extends StockCommand> steps, TokenCollector tokens) {
        lines.<Outcome<Boolean>>each(steps.stream()
                        .<Supplier<Outcome<Boolean>>>map(command -> () -> followUp.send(command))
                        .toList())
                .forEach(tokens::add);
    }
}
