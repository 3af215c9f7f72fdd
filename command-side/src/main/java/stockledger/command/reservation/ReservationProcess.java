package stockledger.command.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.idempotency.KeyReused;
import stockledger.command.reservation.ReservationCommand.GetReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.ReturnLine;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationRefusal.AttemptAbandoned;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.events.Allocation;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.ReleaseCause;

/**
 * The steps of a reservation over several SKUs. To hold, the stock of each SKU decides first, and the reservation is
 * recorded once all lines are held. From then on the reservation decides first and the stock of each SKU follows. A crash
 * can come between any two steps: recovery finds unfinished reservations in the events, and every step can be repeated.
 *
 * <p>Three retries: {@link Commands} retries conflicts of one command; {@link InFlightHolds} lets requests of this process
 * for one reservation wait for each other; this class retries a hold that collided with another process or with recovery.
 */
class ReservationProcess {

    private final Commands commands;
    private final ParallelLines lines;
    private final KnownStreams streams;
    private final ProductLookup products;
    private final StockFollowUp followUp;
    private final Duration inProgressTimeout;
    private final InFlightHolds inFlight = new InFlightHolds();
    private final RetryTemplate retries;

    /**
     * @param inProgressTimeout how long a request waits for another one that holds the same reservation, in this process or
     *     in another
     */
    ReservationProcess(Commands commands, ParallelLines lines, KnownStreams streams, Duration inProgressTimeout) {
        this.commands = commands;
        this.lines = lines;
        this.streams = streams;
        this.products = new ProductLookup(commands, streams);
        this.followUp = new StockFollowUp(commands, streams);
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

    /** The state after a step, with the token for reading it. */
    record Step(ReservationState state, long version, ConsistencyToken token) {}

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
     * Holds every line or none. Repeated with the same id and lines, it answers with the state of the reservation.
     *
     * @param mayExist false when the id was generated for this request
     */
    Step hold(
            ReservationId id,
            List<RequestedLine> requested,
            Instant expiresAt,
            @Nullable String reference,
            boolean mayExist) {
        requested.forEach(this::requireKnown);
        AtomicBoolean retried = new AtomicBoolean();
        try {
            return inFlight.run(
                    id,
                    inProgressTimeout,
                    () -> retries.invoke(() -> {
                        boolean first = !retried.getAndSet(true);
                        return tryHold(id, requested, expiresAt, reference, mayExist || !first, first);
                    }));
        } catch (Collision collision) {
            throw collision.refusal;
        }
    }

    private Step tryHold(
            ReservationId id,
            List<RequestedLine> requested,
            Instant expiresAt,
            @Nullable String reference,
            boolean mayExist,
            boolean parallel) {
        Optional<Outcome<ReservationState>> before = mayExist ? find(id) : Optional.empty();
        if (before.isPresent() && before.get().answer().status() != ReservationStatus.ABANDONED) {
            return repeated(before.get(), requested);
        }
        try {
            return before.isEmpty() && requested.size() == 1
                    ? holdAndRecordInOneTransaction(id, requested.get(0), expiresAt, reference)
                    : attempt(id, requested, expiresAt, reference, before, parallel);
        } catch (HoldInProgress | AttemptAbandoned | ReservationExists refusal) {
            throw new Collision(refusal);
        }
    }

    /** Holds one SKU and records the new reservation in one transaction. */
    private Step holdAndRecordInOneTransaction(
            ReservationId id, RequestedLine line, Instant expiresAt, @Nullable String reference) {
        TokenCollector tokens = new TokenCollector();
        String attempt = HoldAttempt.newName();
        Commands.TwoOutcomes<List<Allocation>, ReservationState> both = commands.sendInOneTransaction(
                new HoldUnits(line.sku(), id, attempt, line.requests(), line.selection(), expiresAt),
                (Outcome<List<Allocation>> held) -> new RecordHold(
                        id,
                        0,
                        attempt,
                        List.of(new ReservedLine(line.sku(), line.quantity(), held.answer())),
                        expiresAt,
                        reference));
        Outcome<ReservationState> recorded = both.second();
        tokens.add(both.first());
        tokens.add(recorded);
        if (!recorded.answer().attempt().equals(attempt)) {
            // A concurrent request with the same idempotency key was recorded first: release the second hold.
            tokens.add(commands.send(new ReleaseUnits(line.sku(), id, attempt, ReleaseCause.ABANDONED)));
        }
        return new Step(recorded.answer(), recorded.version(), tokens.token());
    }

    private Step attempt(
            ReservationId id,
            List<RequestedLine> requested,
            Instant expiresAt,
            @Nullable String reference,
            Optional<Outcome<ReservationState>> before,
            boolean parallel) {
        TokenCollector tokens = new TokenCollector();
        String attempt = HoldAttempt.newName();
        HoldAttempt hold = new HoldAttempt(commands, lines, id, attempt, tokens);
        List<ReservedLine> held = hold.hold(requested, expiresAt, parallel);
        try {
            int abandonments =
                    before.map(existing -> existing.answer().abandonments()).orElse(0);
            RecordHold record = new RecordHold(id, abandonments, attempt, held, expiresAt, reference);
            Outcome<ReservationState> recorded =
                    before.isPresent() ? commands.send(record) : commands.sendToNewStream(record);
            tokens.add(recorded);
            if (!recorded.answer().attempt().equals(attempt)) {
                // A concurrent request with the same idempotency key was recorded first: release the second hold.
                hold.release(ReleaseCause.ABANDONED);
            }
            return new Step(recorded.answer(), recorded.version(), tokens.token());
        } catch (AttemptAbandoned | ReservationExists | KeyReused refusal) {
            hold.release(ReleaseCause.ABANDONED);
            refusal.touched(tokens.token());
            throw refusal;
        }
    }

    private Step repeated(Outcome<ReservationState> before, List<RequestedLine> requested) {
        List<CartLine> reserved = before.answer().lines();
        boolean same = reserved.size() == requested.size();
        for (int i = 0; same && i < reserved.size(); i++) {
            same = reserved.get(i).sku().equals(requested.get(i).sku())
                    && reserved.get(i).quantity() == requested.get(i).quantity();
        }
        if (!same) {
            throw new ReservationExists(before.answer().id());
        }
        TokenCollector tokens = new TokenCollector();
        tokens.add(before);
        lines.<Long>each(reserved.stream()
                .map(line -> line.sku().stockStream())
                .<Supplier<Long>>map(stream -> () -> {
                    long version = streams.lastVersion(stream);
                    tokens.add(stream, version);
                    return version;
                })
                .toList());
        return new Step(before.answer(), before.version(), tokens.token());
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

    /** Decides on the reservation; the stock of its SKUs follows. */
    Step decide(ReservationCommand command, @Nullable Long version) {
        ReservationCommand decision = command instanceof ReturnUnits returned ? versioned(returned) : command;
        Outcome<ReservationState> decided = sendKnown(decision, version);
        TokenCollector tokens = new TokenCollector();
        tokens.add(decided);
        follow(StockFollowUp.of(decided.answer()), tokens);
        DecidedReturn latest = decided.answer().latestReturn();
        if (decision instanceof ReturnUnits && latest != null) {
            follow(latest.commands(decision.id()), tokens);
        }
        return new Step(decided.answer(), decided.version(), tokens.token());
    }

    private ReturnUnits versioned(ReturnUnits command) {
        streams.require(command.stream(), () -> new ReservationNotFound(command.id()));
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

    private Outcome<ReservationState> sendKnown(ReservationCommand command, @Nullable Long version) {
        streams.require(command.stream(), () -> new ReservationNotFound(command.id()));
        return commands.send(command, version);
    }

    private Optional<Outcome<ReservationState>> find(ReservationId id) {
        return streams.exists(id.stream()) ? Optional.of(commands.send(new GetReservation(id))) : Optional.empty();
    }
}
