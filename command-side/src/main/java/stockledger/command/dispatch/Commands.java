package stockledger.command.dispatch;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Executes commands.
 *
 * <p>How it works:
 *
 * <ul>
 *   <li>In one process, commands of one stream run one after another, in the partition of the stream. Queued commands of
 *       a partition are stored in one transaction (group commit).
 *   <li>Between processes nothing is locked: each appends the next sequence number, and the event store's unique key lets
 *       one of them win. The other drops its cached aggregate and retries with jitter until the retry timeout.
 *   <li>After a conflict, for the contention window, aggregates are refreshed before they decide and each stream has its
 *       own transaction.
 *   <li>A decision without events is checked against the store's last sequence number.
 *   <li>The first use of an idempotency key is stored in the transaction of its effect, as the first event of the key's
 *       stream: if another request has used it, the event store's unique key refuses both. Then it is retried, and the
 *       key's stream decides.
 *   <li>A sender waits until its request's deadline. Commands that still wait in the queue then are withdrawn; others may
 *       be stored.
 *   <li>Therefore a 2xx response means exactly one stored effect, and a refusal none.
 * </ul>
 */
public final class Commands {

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(2);
    private static final Duration MAX_BACKOFF = Duration.ofMillis(100);

    private final PartitionedCommandQueue queue;
    private final DispatchSettings settings;
    private final DispatchMeters meters;
    private final ContentionDetector contention;
    private final Traces traces;
    private final KeyUses keys;
    private final AggregateIdResolver targets = new AggregateIdResolver();

    Commands(
            PartitionedCommandQueue queue,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector contention,
            Traces traces,
            KeyUses keys) {
        this.queue = queue;
        this.settings = settings;
        this.meters = meters;
        this.contention = contention;
        this.traces = traces;
        this.keys = keys;
    }

    /**
     * Executes a command and waits until its events are stored.
     *
     * @throws Refusal of the aggregate, or {@link CommandBusy}
     * @throws DeadlinePassed when the request's deadline passes before
     */
    public <T> Outcome<T> send(Object command) {
        return send(command, null);
    }

    /**
     * Executes a command on one version of its stream.
     *
     * @param expected sequence number of the stream's last event; null for any
     * @throws Refusal as above, or when the stream has another version
     */
    public <T> Outcome<T> send(Object command, @Nullable Long expected) {
        Prepared prepared = prepare(command);
        MetaData metaData = ExpectedVersion.in(prepared.metaData(), expected);
        return outcome(await(prepared, retry -> single(prepared, metaData, retry)));
    }

    /**
     * Executes a command whose stream the caller has looked up and not found, without reading it again. If it exists by
     * then, the command is retried on it.
     *
     * @throws Refusal as above
     */
    public <T> Outcome<T> sendToNewStream(Object command) {
        Prepared prepared = prepare(command);
        MetaData metaData = prepared.metaData();
        return outcome(
                await(prepared, retry -> single(prepared, retry ? metaData : NewStreamHint.in(metaData), retry)));
    }

    /**
     * Refuses the current request when its idempotency key belongs to another one. Commands with an effect do so
     * themselves: this is for requests without one.
     *
     * @throws Refusal when the key belongs to another request
     */
    public void requireOwnKey() {
        KeyUses.Use use = keys.of(RequestContext.metaData());
        if (use != null) {
            send(use.check());
        }
    }

    /**
     * The same, if this process knows that the key was used before: a caller that uses one key for everything is then
     * refused before its commands conflict.
     *
     * @throws Refusal when the key belongs to another request
     */
    public void requireOwnKeyIfKnown() {
        KeyUses.Use use = keys.of(RequestContext.metaData());
        if (use != null && use.isKnown()) {
            send(use.check());
        }
    }

    /** The results of two commands that were stored in one transaction. */
    public record TwoOutcomes<A, B>(Outcome<A> first, Outcome<B> second) {}

    /**
     * Executes a command and, made from its result, the first command of another stream, which the caller has looked up
     * and not found. Both are stored, or neither.
     *
     * @throws Refusal of either
     */
    @SuppressWarnings("unchecked")
    public <A, B> TwoOutcomes<A, B> sendInOneTransaction(Object command, Function<Outcome<A>, Object> next) {
        Prepared prepared = prepare(command);
        MetaData metaData = prepared.metaData();
        GroupCommit.TwoResults both = (GroupCommit.TwoResults) await(
                prepared,
                retry -> List.of(new GroupCommit.Queued(
                        new GenericCommandMessage<>(command, metaData),
                        result -> new GenericCommandMessage<>(
                                next.apply((Outcome<A>) result), retry ? metaData : NewStreamHint.in(metaData)),
                        prepared.span(),
                        retry)));
        return new TwoOutcomes<>((Outcome<A>) both.first(), outcome(both.second()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Outcome<T> outcome(Object result) {
        Outcome<T> outcome = (Outcome<T>) result;
        if (outcome.replayed()) {
            RequestContext.markReplayed();
        }
        return outcome;
    }

    /** @throws DeadlinePassed when the result does not arrive before the request's deadline, and may be stored */
    private Object await(Prepared prepared, CommandFactory factory) {
        Ticket ticket = new Ticket();
        try {
            return result(Deadline.await(enqueue(prepared, factory, ticket)).get(0));
        } catch (TimeoutException late) {
            throw ticket.withdraw() ? new CommandBusy() : new DeadlinePassed();
        }
    }

    private static Object result(GroupCommit.Result completed) {
        if (completed.refusal() != null) {
            throw completed.refusal();
        }
        if (completed.keyUsed()) {
            RequestContext.markUsed();
        }
        return Objects.requireNonNull(completed.result(), "aggregates return a result");
    }

    /** Executes a command; the outcome or the refusal completes once its events are stored. */
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<Outcome<T>> submit(Object command) {
        Prepared prepared = prepare(command);
        return enqueue(prepared, retry -> single(prepared, prepared.metaData(), retry), new Ticket())
                .thenApply(results -> (Outcome<T>) result(results.get(0)));
    }

    /** The command of one row of a job. */
    public record RowCommand(Object command, JobRow row) {}

    /**
     * Executes rows of one stream in their order and in one transaction; a refusal of one does not affect the others.
     * They have no spans of their own, but are part of the current span: a job has too many rows.
     *
     * @return for each row its refusal, or null when it is applied, now or before
     */
    public CompletableFuture<List<@Nullable Refusal>> submitInOrder(List<RowCommand> rows) {
        Span chunk = Span.current();
        MetaData metaData = Traces.in(RequestContext.metaData(), chunk);
        return enqueue(
                        rows.get(0).command(),
                        retry -> rows.stream()
                                .map(one -> queued(one.command(), one.row().in(metaData), chunk, retry))
                                .toList(),
                        new Ticket())
                .thenApply(Commands::refusals);
    }

    /**
     * Decides rows as {@link #submitInOrder} does, as the next ones of a dry run, and stores nothing.
     *
     * @return for each row its refusal, or null when it would be applied
     */
    public List<@Nullable Refusal> decideInOrder(List<RowCommand> rows, DryRun dryRun) {
        Span chunk = Span.current();
        MetaData metaData = Traces.in(RequestContext.metaData(), chunk);
        return refusals(queue.execute(
                rows.stream()
                        .map(one -> queued(one.command(), one.row().in(metaData), chunk, false))
                        .toList(),
                dryRun));
    }

    private static List<@Nullable Refusal> refusals(List<GroupCommit.Result> results) {
        List<@Nullable Refusal> refusals = new ArrayList<>(results.size());
        results.forEach(one -> refusals.add(one.refusal()));
        return refusals;
    }

    /** The stream of a command's aggregate. */
    public String streamOf(Object command) {
        return targets.streamOf(command);
    }

    /** The partition that executes the commands of a stream: only those of one partition share a transaction. */
    public int partitionOf(String stream) {
        return queue.partitionOf(stream);
    }

    /** Number of partitions. */
    public int partitions() {
        return settings.partitions();
    }

    /** Maximum number of commands in one transaction. */
    public int batchSize() {
        return settings.batchSize();
    }

    /**
     * A command with its context.
     *
     * @param metaData caller, request and trace
     * @param span of the command, until its result completes
     */
    private record Prepared(Object command, MetaData metaData, Span span) {}

    private Prepared prepare(Object command) {
        Span span = traces.start(command, targets.streamOf(command));
        return new Prepared(command, Traces.in(RequestContext.metaData(), span), span);
    }

    private static List<GroupCommit.Queued> single(Prepared prepared, MetaData metaData, boolean retry) {
        return List.of(queued(prepared.command(), metaData, prepared.span(), retry));
    }

    private static GroupCommit.Queued queued(Object command, MetaData metaData, Span span, boolean retry) {
        return new GroupCommit.Queued(new GenericCommandMessage<>(command, metaData), null, span, retry);
    }

    /** Makes the commands of one attempt. */
    @FunctionalInterface
    private interface CommandFactory {

        /**
         * The commands, in their order.
         *
         * @param retry whether an attempt failed before, so that what the sender looked up may be stale
         */
        List<GroupCommit.Queued> commands(boolean retry);
    }

    private CompletableFuture<List<GroupCommit.Result>> enqueue(
            Prepared prepared, CommandFactory factory, Ticket ticket) {
        return enqueue(prepared.command(), factory, ticket)
                .whenComplete((results, thrown) -> Traces.end(prepared.span(), results, thrown));
    }

    private CompletableFuture<List<GroupCommit.Result>> enqueue(Object first, CommandFactory factory, Ticket ticket) {
        long deadline = System.nanoTime() + settings.retryTimeout().toNanos();
        CompletableFuture<List<GroupCommit.Result>> results = meters.measure(first, new CompletableFuture<>());
        attempt(new Attempt(targets.streamOf(first), factory, ticket, false, results, deadline, FIRST_BACKOFF));
        return results;
    }

    /** One attempt to execute commands. */
    private record Attempt(
            String stream,
            CommandFactory factory,
            Ticket ticket,
            boolean retry,
            CompletableFuture<List<GroupCommit.Result>> results,
            long deadline,
            Duration backoff) {

        Attempt next() {
            Duration doubled = backoff.multipliedBy(2);
            Duration bounded = doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF;
            ticket.queueAgain();
            return new Attempt(stream, factory, ticket, true, results, deadline, bounded);
        }
    }

    private void attempt(Attempt attempt) {
        CompletableFuture<List<GroupCommit.Result>> results = new CompletableFuture<>();
        results.whenComplete((completed, thrown) -> onResult(attempt, completed, thrown));
        try {
            queue.add(new PartitionedCommandQueue.Entry(
                    attempt.stream(), attempt.factory().commands(attempt.retry()), attempt.ticket(), results));
        } catch (CommandBusy busy) {
            attempt.results().completeExceptionally(busy);
        }
    }

    private void onResult(Attempt attempt, @Nullable List<GroupCommit.Result> completed, @Nullable Throwable thrown) {
        if (thrown == null) {
            attempt.results().complete(completed);
        } else if (thrown instanceof GroupCommit.SecondRefused second) {
            attempt.results().completeExceptionally(second.refusal());
        } else if (!Conflicts.isConflict(thrown)) {
            attempt.results().completeExceptionally(thrown);
        } else {
            retry(attempt);
        }
    }

    private void retry(Attempt attempt) {
        contention.recordConflict();
        meters.recordConflict();
        if (System.nanoTime() > attempt.deadline()) {
            attempt.results().completeExceptionally(new CommandBusy());
            return;
        }
        long nanos = ThreadLocalRandom.current().nextLong(1, attempt.backoff().toNanos());
        Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
        later.execute(() -> attempt(attempt.next()));
    }
}
