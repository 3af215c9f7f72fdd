package stockledger.command.bulk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
import stockledger.command.dispatch.JobRow;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.Rows;
import stockledger.command.http.Rows.RowRefused;
import stockledger.command.http.StoreUnavailable;
import stockledger.events.JobId;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.bulk.UploadEvent.ChunkStored;

/**
 * Works off the rows of one chunk. Rows of one SKU are decided in the order of their lines; those of different SKUs side
 * by side. It may be repeated: a row that was applied is known to the stock that it was applied to.
 */
final class ChunkProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkProcessor.class);
    private static final long BUSY_PAUSE_MILLIS = 50;
    private static final String FAILED = "internal-error";
    private static final String FAILED_REASON = "The service failed on this row.";

    private final EventStore events;
    private final Commands commands;
    private final Rows rows;
    private final Map<String, BulkRowType> forms;
    private final int rowsAtOnce;
    private final BooleanSupplier running;

    ChunkProcessor(
            EventStore events,
            Commands commands,
            Rows rows,
            Map<String, BulkRowType> forms,
            int rowsAtOnce,
            BooleanSupplier running) {
        this.events = events;
        this.commands = commands;
        this.rows = rows;
        this.forms = forms;
        this.rowsAtOnce = rowsAtOnce;
        this.running = running;
    }

    /**
     * How a chunk went.
     *
     * @param failures in the order of their lines
     */
    record Worked(int done, List<RowFailure> failures) {}

    /**
     * A chunk while it is worked off.
     *
     * @param ask sends rows on behalf of whoever sent them, on whichever thread their turn comes
     */
    private record Round(
            Function<List<Commands.Step>, CompletableFuture<List<@Nullable Refusal>>> ask,
            ConcurrentLinkedQueue<RowFailure> failures) {}

    /**
     * Applies or refuses every row.
     *
     * @throws RuntimeException when a store is away; some rows may have been applied
     */
    Worked run(JobId job, WorkAssignment.Work work) {
        ChunkStored chunk = read(work);
        ConcurrentLinkedQueue<RowFailure> failures = new ConcurrentLinkedQueue<>();
        Map<String, List<Commands.Step>> byStream = new LinkedHashMap<>();
        BulkRowType form = forms.get(work.rows());
        for (StoredRow row : chunk.rows()) {
            Object command = form == null ? null : command(form, row, failures);
            if (command != null && !work.dryRun()) {
                byStream.computeIfAbsent(commands.streamOf(command), stream -> new ArrayList<>())
                        .add(new Commands.Step(command, new JobRow(job.value(), work.number(), row.line())));
            }
            if (form == null) {
                failures.add(new RowFailure(row.line(), "unknown-rows", "This version knows no such rows."));
            }
        }
        join(submit(byStream.values(), new Round(RequestContext.handOver(commands::submitInOrder), failures)));
        List<RowFailure> sorted = new ArrayList<>(failures);
        sorted.sort(Comparator.comparingInt(RowFailure::line));
        return new Worked(chunk.rows().size() - sorted.size(), sorted);
    }

    private List<CompletableFuture<Void>> submit(Collection<List<Commands.Step>> byStream, Round round) {
        Semaphore room = new Semaphore(rowsAtOnce);
        AtomicBoolean failed = new AtomicBoolean();
        List<CompletableFuture<Void>> streams = new ArrayList<>(byStream.size());
        for (List<Commands.Step> steps : byStream) {
            int taken = Math.min(steps.size(), rowsAtOnce);
            room.acquireUninterruptibly(taken);
            if (failed.get()) {
                break;
            }
            streams.add(inOrder(steps, round).whenComplete((done, thrown) -> {
                failed.compareAndSet(false, thrown != null);
                room.release(taken);
            }));
        }
        return streams;
    }

    private ChunkStored read(WorkAssignment.Work work) {
        String stream = UploadEvent.stream(String.valueOf(work.upload()), work.part(), work.number());
        return (ChunkStored) events.readEvents(stream).next().getPayload();
    }

    /** The command of a row; null when it is none, which is noted. */
    private @Nullable Object command(BulkRowType form, StoredRow row, ConcurrentLinkedQueue<RowFailure> failures) {
        if (row.json() == null) {
            failures.add(new RowFailure(row.line(), String.valueOf(row.code()), String.valueOf(row.reason())));
            return null;
        }
        try {
            return rows.command(form, row.json());
        } catch (RowRefused refused) {
            failures.add(new RowFailure(row.line(), refused.code(), refused.reason()));
        } catch (RuntimeException failed) {
            failures.add(failed(row.line(), failed));
        }
        return null;
    }

    private static RowFailure failed(int line, RuntimeException failed) {
        if (StoreUnavailable.isOutage(failed)) {
            throw failed;
        }
        LOG.error("a row failed", failed);
        return new RowFailure(line, FAILED, FAILED_REASON);
    }

    private CompletableFuture<Void> inOrder(List<Commands.Step> steps, Round round) {
        int most = commands.mostTogether();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (int from = 0; from < steps.size(); from += most) {
            List<Commands.Step> next = steps.subList(from, Math.min(steps.size(), from + most));
            done = done.thenCompose(before -> together(next, round));
        }
        return done;
    }

    private CompletableFuture<Void> together(List<Commands.Step> steps, Round round) {
        return round.ask()
                .apply(steps)
                .thenAccept(refusals -> note(steps, refusals, round.failures()))
                .exceptionallyCompose(thrown -> again(steps, cause(thrown), round));
    }

    private static void note(
            List<Commands.Step> steps, List<@Nullable Refusal> refusals, ConcurrentLinkedQueue<RowFailure> failures) {
        for (int i = 0; i < steps.size(); i++) {
            Refusal refusal = refusals.get(i);
            if (refusal != null) {
                failures.add(new RowFailure(
                        steps.get(i).row().line(), refusal.code(), String.valueOf(refusal.getMessage())));
            }
        }
    }

    private CompletableFuture<Void> again(List<Commands.Step> steps, Throwable thrown, Round round) {
        if (thrown instanceof CommandBusy && running.getAsBoolean()) {
            Executor later = CompletableFuture.delayedExecutor(BUSY_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            return CompletableFuture.runAsync(() -> {}, later).thenCompose(paused -> together(steps, round));
        }
        if (thrown instanceof CommandBusy || StoreUnavailable.isOutage(thrown)) {
            return CompletableFuture.failedFuture(thrown);
        }
        if (steps.size() == 1) {
            LOG.error("a row failed", thrown);
            round.failures().add(new RowFailure(steps.get(0).row().line(), FAILED, FAILED_REASON));
            return CompletableFuture.completedFuture(null);
        }
        // One of them cannot be decided at all; the others must not suffer for it.
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (Commands.Step step : steps) {
            done = done.thenCompose(before -> together(List.of(step), round));
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
