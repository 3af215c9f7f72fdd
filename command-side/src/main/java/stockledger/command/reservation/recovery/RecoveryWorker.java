package stockledger.command.reservation.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.reservation.CartLine;
import stockledger.command.reservation.ReservationCommand.AbandonChange;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.reservation.ReservationState;
import stockledger.command.reservation.ReservationStatus;
import stockledger.command.reservation.StockFollowUp;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;

/**
 * Processes due reservations: expires holds, finishes steps that a crash cut short, and abandons attempts that did not
 * finish. Many are processed concurrently, so that their decisions share transactions. All steps are idempotent, so two
 * instances may process the same reservation.
 */
class RecoveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** Records loaded by one query. */
    static final int BATCH_SIZE = 200;

    /** Reservations in progress; bounds the commands that recovery adds to the queues of dispatch. */
    private static final int MAX_CONCURRENT = 256;

    private final RecoveryRecords records;
    private final Commands commands;
    private final StockFollowUp followUp;
    private final Executor threads;
    private final Clock clock;
    private final Duration delay;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

    RecoveryWorker(
            RecoveryRecords records,
            Commands commands,
            KnownStreams streams,
            Executor threads,
            Clock clock,
            Duration delay) {
        this.records = records;
        this.commands = commands;
        this.followUp = new StockFollowUp(commands, streams);
        this.threads = threads;
        this.clock = clock;
        this.delay = delay;
    }

    /** A processed reservation, and whether anything was left to do. */
    private record Processed(ReservationState state, boolean changed) {}

    /**
     * Starts to process what is due, and returns before all of it is done.
     *
     * @return the number of reservations taken from the queue
     */
    int run(DueQueue queue) throws InterruptedException {
        Instant now = clock.instant();
        List<String> due = queue.take(now, BATCH_SIZE, now.plus(delay));
        if (due.isEmpty()) {
            return 0;
        }
        Map<String, RecoveryRecord> stored = new HashMap<>();
        records.find(due).forEach(record -> stored.put(record.id(), record));
        for (String id : due) {
            RecoveryRecord record = stored.get(id);
            if (record == null || record.dueAt() == null || record.dueAt().isAfter(now)) {
                queue.put(id, record == null ? null : record.dueAt());
                continue;
            }
            permits.acquire();
            start(record, queue);
        }
        return due.size();
    }

    /** Returns a permit when the processing has ended in any way. */
    private void start(RecoveryRecord record, DueQueue queue) {
        CompletableFuture<Processed> processing;
        try {
            processing = process(record);
        } catch (RuntimeException e) {
            processing = CompletableFuture.failedFuture(e);
        }
        processing.whenComplete((processed, failure) -> {
            try {
                onProcessed(record, queue, processed, failure);
            } finally {
                permits.release();
            }
        });
    }

    private void onProcessed(
            RecoveryRecord record, DueQueue queue, @Nullable Processed processed, @Nullable Throwable failure) {
        if (processed == null) {
            queue.put(record.id(), clock.instant().plus(RETRY_DELAY));
            log(failure);
        } else if (processed.state().status() == ReservationStatus.HELD) {
            // Extended; the record does not contain the event yet.
            queue.put(record.id(), processed.state().expiresAt());
        } else if (!processed.changed() && processed.state().status() != ReservationStatus.CONFIRMED) {
            // Nothing was left to do, so no event will update the record.
            threads.execute(() -> delete(record, queue));
        }
    }

    /** Waits until all that was started is done. */
    void awaitIdle() throws InterruptedException {
        permits.acquire(MAX_CONCURRENT);
        permits.release(MAX_CONCURRENT);
    }

    private static void log(@Nullable Throwable failure) {
        Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof Refusal refusal) {
            LOG.debug("A reservation could not be recovered yet: {}", refusal.code());
        } else {
            LOG.warn("A reservation could not be recovered; it is retried", cause);
        }
    }

    private void delete(RecoveryRecord record, DueQueue queue) {
        try {
            records.remove(record);
            queue.put(record.id(), null);
        } catch (RuntimeException e) {
            LOG.warn("A recovery record could not be deleted; it is retried: {}", e.getMessage());
        }
    }

    /** Decides the reservation, then brings the stock of every line to its state. */
    private CompletableFuture<Processed> process(RecoveryRecord record) {
        RequestContext service =
                new RequestContext(RequestContext.SERVICE, UUID.randomUUID().toString());
        return service.during(() -> decide(record))
                .thenCompose(decided -> service.during(() -> abandonChange(record, decided)))
                .thenCompose(decided -> service.during(() -> follow(record, decided.answer())));
    }

    /**
     * Ends attempts to change the reservation before their units are released: one that is still running could be recorded
     * otherwise, without its units.
     */
    private CompletableFuture<Outcome<ReservationState>> abandonChange(
            RecoveryRecord record, Outcome<ReservationState> decided) {
        ReservationStatus status = decided.answer().status();
        boolean changeable = status == ReservationStatus.HELD || status == ReservationStatus.EXPIRED;
        return changeable && !unrecordedUnits(record, decided.answer()).isEmpty()
                ? commands.submit(new AbandonChange(decided.answer().id()))
                : CompletableFuture.completedFuture(decided);
    }

    private CompletableFuture<Outcome<ReservationState>> decide(RecoveryRecord record) {
        ReservationId id = new ReservationId(record.id());
        if (record.status() == null || record.status() == ReservationStatus.ABANDONED) {
            return commands.submit(new AbandonReservation(id));
        }
        return commands.submit(new ExpireReservation(id, clock.instant()));
    }

    private CompletableFuture<Processed> follow(RecoveryRecord record, ReservationState state) {
        List<CompletableFuture<Outcome<Boolean>>> steps = new ArrayList<>();
        for (StockCommand command : StockFollowUp.of(state)) {
            steps.add(commands.submit(command));
        }
        for (StockCommand command : unrecordedUnits(record, state)) {
            steps.add(commands.submit(command));
        }
        record.returns().stream()
                .flatMap(decided -> decided.commands(state.id()).stream())
                // Searching the stream for a return must not block the threads that decide commands.
                .map(command ->
                        CompletableFuture.supplyAsync(RequestContext.wrap(() -> followUp.send(command)), threads))
                .forEach(steps::add);
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Processed(state, steps.stream().anyMatch(RecoveryWorker::changed)));
    }

    private static boolean changed(CompletableFuture<Outcome<Boolean>> step) {
        return step.join().answer();
    }

    /** Commands that release held units which the reservation has not recorded. */
    private static List<StockCommand> unrecordedUnits(RecoveryRecord record, ReservationState state) {
        List<StockCommand> releases = new ArrayList<>();
        for (RecoveryLine line : record.lines()) {
            if (!line.isHeld()) {
                continue;
            }
            Sku sku = new Sku(line.sku());
            CartLine own = state.status() == ReservationStatus.ABANDONED ? null : state.line(sku);
            if (own == null || !own.attempt().equals(line.attempt())) {
                releases.add(new ReleaseUnits(sku, state.id(), line.attempt(), ReleaseCause.ABANDONED));
            } else if (state.status() == ReservationStatus.HELD && own.quantity() != line.units()) {
                releases.add(StockFollowUp.reduction(state, own));
            }
        }
        return releases;
    }
}
