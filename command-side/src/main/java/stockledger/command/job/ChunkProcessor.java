package stockledger.command.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.CommandBusy;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.DatedCommand;
import stockledger.command.dispatch.DryRun;
import stockledger.command.dispatch.JobRow;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.RowInDoubt;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowTypes;
import stockledger.command.http.Rows;
import stockledger.command.http.Rows.RowRefused;
import stockledger.command.http.StoreUnavailable;
import stockledger.events.JobId;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/**
 * Executes the rows of one chunk: those of one stream in the order of their lines, different streams in parallel. It may
 * be repeated: aggregates know the rows that they applied.
 */
final class ChunkProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkProcessor.class);
    private static final long BUSY_PAUSE_MILLIS = 50;

    /** Most rows of one worker that are queued: single commands must not wait long behind them. */
    private static final int MAX_QUEUED_ROWS = 512;

    /** Characters of the reason of a failed row: it quotes names and values of the row, which may be long. */
    private static final int MAX_REASON = 300;

    private static final String FAILED = "internal-error";
    private static final String FAILED_REASON = "The service failed on this row.";

    private final EventStore events;
    private final Commands commands;
    private final Rows rows;
    private final BulkRowTypes types;
    private final RowHistory history;
    private final Clock clock;
    private final BooleanSupplier running;

    ChunkProcessor(
            EventStore events, Commands commands, Rows rows, BulkRowTypes types, Clock clock, BooleanSupplier running) {
        this.events = events;
        this.history = new RowHistory(events);
        this.clock = clock;
        this.commands = commands;
        this.rows = rows;
        this.types = types;
        this.running = running;
    }

    /**
     * The result of a chunk.
     *
     * @param failures in the order of their lines
     */
    record Result(int done, List<RowFailure> failures) {}

    /**
     * A chunk in execution.
     *
     * @param submit executes rows in the caller's request context, on any thread
     * @param leaseEnd after which nothing is submitted
     */
    private record Execution(
            Function<List<Commands.RowCommand>, CompletableFuture<List<@Nullable Refusal>>> submit,
            Instant leaseEnd,
            ConcurrentLinkedQueue<RowFailure> failures) {}

    /** The lease has ended: another worker may execute the chunk. */
    private static final class LeaseEnded extends RuntimeException {
        LeaseEnded() {
            super("the lease ended before all rows of the chunk were executed");
        }
    }

    /**
     * Applies or refuses every row, or decides on it only.
     *
     * @param dryRun of the partition, after the chunks before this one; null when the rows are applied
     * @param leaseEnd end of the worker's lease: a worker that was paused must not execute what another has
     * @throws RuntimeException when a store is unavailable or the lease has ended; some rows may have been applied
     */
    Result execute(JobId job, WorkAssignment.Work work, @Nullable DryRun dryRun, Instant leaseEnd) {
        ChunkStored chunk = read(work);
        ConcurrentLinkedQueue<RowFailure> failures = new ConcurrentLinkedQueue<>();
        Map<String, List<Commands.RowCommand>> byStream = new HashMap<>();
        BulkRowType type = types.find(String.valueOf(work.rows()));
        for (StoredRow row : chunk.rows()) {
            Object command = type == null ? null : command(type, row, failures);
            if (command != null) {
                byStream.computeIfAbsent(commands.streamOf(command), stream -> new ArrayList<>())
                        .add(new Commands.RowCommand(
                                command,
                                new JobRow(
                                        job.value(),
                                        work.number(),
                                        row.line(),
                                        work.repeated() && dryRun == null ? work.acceptedAt() : null)));
            }
            if (type == null) {
                failures.add(failure(row.line(), "unknown-rows", "This version does not support these rows."));
            }
        }
        join(submit(
                byPartition(byStream, work.part()),
                new Execution(
                        dryRun == null
                                ? RequestContext.wrap(commands::submitInOrder)
                                : steps -> CompletableFuture.completedFuture(commands.decideInOrder(steps, dryRun)),
                        leaseEnd,
                        failures)));
        List<RowFailure> sorted = new ArrayList<>(failures);
        sorted.sort(Comparator.comparingInt(RowFailure::line));
        return new Result(chunk.rows().size() - sorted.size(), sorted);
    }

    /**
     * One partition of the commands after another, so that a transaction has as many rows as possible. Each part of a job
     * begins with another partition: different workers then keep different threads busy.
     */
    private List<List<Commands.RowCommand>> byPartition(Map<String, List<Commands.RowCommand>> byStream, int part) {
        Comparator<String> order = Comparator.comparingInt(
                stream -> Math.floorMod(commands.partitionOf(stream) - part, commands.partitions()));
        return byStream.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order.thenComparing(Comparator.naturalOrder())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private List<CompletableFuture<Void>> submit(Collection<List<Commands.RowCommand>> byStream, Execution execution) {
        Semaphore permits = new Semaphore(MAX_QUEUED_ROWS);
        AtomicBoolean failed = new AtomicBoolean();
        List<CompletableFuture<Void>> streams = new ArrayList<>(byStream.size());
        for (List<Commands.RowCommand> steps : byStream) {
            int taken = Math.min(steps.size(), MAX_QUEUED_ROWS);
            permits.acquireUninterruptibly(taken);
            if (failed.get()) {
                break;
            }
            streams.add(inOrder(steps, execution).whenComplete((done, thrown) -> {
                failed.compareAndSet(false, thrown != null);
                permits.release(taken);
            }));
        }
        return streams;
    }

    private ChunkStored read(WorkAssignment.Work work) {
        String stream = UploadEvent.stream(String.valueOf(work.upload()), work.part(), work.number());
        return (ChunkStored) events.readEvents(stream).next().getPayload();
    }

    /** The command of a row; null when it is invalid, which is added to the failures. */
    private @Nullable Object command(BulkRowType type, StoredRow row, ConcurrentLinkedQueue<RowFailure> failures) {
        if (row.json() == null || row.code() != null) {
            failures.add(failure(row.line(), String.valueOf(row.code()), String.valueOf(row.reason())));
            return null;
        }
        try {
            return DatedCommand.dated(rows.command(type, row.json()));
        } catch (RowRefused refused) {
            failures.add(failure(row.line(), refused.code(), refused.reason()));
        } catch (RuntimeException failed) {
            failures.add(failed(row.line(), failed));
        }
        return null;
    }

    private static RowFailure failure(int line, String code, String reason) {
        return new RowFailure(
                line, code, reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…");
    }

    private static RowFailure failed(int line, RuntimeException failed) {
        if (StoreUnavailable.isOutage(failed)) {
            throw failed;
        }
        LOG.error("A row of a job failed", failed);
        return new RowFailure(line, FAILED, FAILED_REASON);
    }

    private CompletableFuture<Void> inOrder(List<Commands.RowCommand> steps, Execution execution) {
        int batch = commands.batchSize();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int from = 0; from < steps.size(); from += batch) {
            List<Commands.RowCommand> next = steps.subList(from, Math.min(steps.size(), from + batch));
            done = done.thenCompose(before -> executeBatch(next, execution));
        }
        return done;
    }

    private CompletableFuture<Void> executeBatch(List<Commands.RowCommand> steps, Execution execution) {
        return submitted(steps, execution)
                .thenAccept(refusals -> addFailures(steps, refusals, execution.failures()))
                .exceptionallyCompose(thrown -> retry(steps, cause(thrown), execution));
    }

    private CompletableFuture<List<@Nullable Refusal>> submitted(List<Commands.RowCommand> steps, Execution execution) {
        if (!clock.instant().isBefore(execution.leaseEnd())) {
            return CompletableFuture.failedFuture(new LeaseEnded());
        }
        try {
            return execution.submit().apply(steps);
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    private void addFailures(
            List<Commands.RowCommand> steps,
            List<@Nullable Refusal> refusals,
            ConcurrentLinkedQueue<RowFailure> failures) {
        for (int i = 0; i < steps.size(); i++) {
            Refusal refusal = refusals.get(i);
            if (refusal != null) {
                failures.add(failure(steps.get(i).row().line(), refusal.code(), rows.reason(refusal)));
            }
        }
    }

    private CompletableFuture<Void> retry(List<Commands.RowCommand> steps, Throwable thrown, Execution execution) {
        if (thrown instanceof CommandBusy && running.getAsBoolean()) {
            Executor later = CompletableFuture.delayedExecutor(BUSY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later).thenCompose(paused -> executeBatch(steps, execution));
        }
        if (thrown instanceof CommandBusy || thrown instanceof LeaseEnded || StoreUnavailable.isOutage(thrown)) {
            return CompletableFuture.failedFuture(thrown);
        }
        if (thrown instanceof RowInDoubt doubt) {
            // Not on the thread that executes commands: it reads the stream.
            return CompletableFuture.supplyAsync(() -> history.withoutApplied(steps, doubt))
                    .thenCompose(left ->
                            left.isEmpty() ? CompletableFuture.completedFuture(null) : executeBatch(left, execution));
        }
        if (steps.size() == 1) {
            LOG.error("A row of a job failed", thrown);
            execution.failures().add(new RowFailure(steps.get(0).row().line(), FAILED, FAILED_REASON));
            return CompletableFuture.completedFuture(null);
        }
        // One row failed: all are executed again, one by one.
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (Commands.RowCommand step : steps) {
            done = done.thenCompose(before -> executeBatch(List.of(step), execution));
        }
        return done;
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    private static void join(List<CompletableFuture<Void>> streams) {
        try {
            CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
