package stockledger.command.dispatch;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * How commands run.
 *
 * <p>How it works: commands of one stream are decided one after another in this process, in its lane; what waits there
 * is decided together and stored in one transaction. A command may bring a second one along, made from its answer, which
 * is stored with it or not at all. Between processes nothing is locked: each appends the next
 * sequence number, and the event store's unique key lets one win. Whoever lost forgets what it had cached, waits a
 * random moment and decides again on what is true then, until the deadline; for a while it looks what others appended before
 * it decides. A decision that appends nothing is compared
 * with the store's last sequence number before it is believed. So a 2xx stands for exactly one stored effect, and a
 * refusal for none.
 */
public final class Commands {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final PartitionedCommandQueue lanes;
    private final DispatchSettings settings;
    private final DispatchMeters meters;
    private final ContentionDetector rivals;
    private final Traces traces;
    private final AggregateIdResolver targets = new AggregateIdResolver();

    Commands(
            PartitionedCommandQueue lanes,
            DispatchSettings settings,
            DispatchMeters meters,
            ContentionDetector rivals,
            Traces traces) {
        this.lanes = lanes;
        this.settings = settings;
        this.meters = meters;
        this.rivals = rivals;
        this.traces = traces;
    }

    /**
     * Decides a command and returns the aggregate's answer once what happened is stored.
     *
     * @throws Refusal when the aggregate refuses, or other nodes were faster until the deadline
     */
    public <T> Outcome<T> send(Object command) {
        return send(command, null);
    }

    /**
     * Decides a command on one version of its stream only.
     *
     * @param expected sequence number of the last event that the caller knows; null for whatever is true now
     * @throws Refusal as above, or when the stream has another version
     */
    public <T> Outcome<T> send(Object command, @Nullable Long expected) {
        Sent sent = sent(command);
        MetaData facts = ExpectedVersion.in(sent.facts(), expected);
        return heard(await(enter(sent, again -> one(sent, facts))));
    }

    /**
     * Decides a command whose stream the caller has looked for and not found; it is not looked for again. Should it be
     * there all the same, the command is decided on it.
     *
     * @throws Refusal as above
     */
    public <T> Outcome<T> sendFirst(Object command) {
        Sent sent = sent(command);
        MetaData facts = sent.facts();
        return heard(await(enter(sent, again -> one(sent, again ? facts : NewStreamHint.in(facts)))));
    }

    /** What was answered to two commands that were stored together. */
    public record Both<A, B>(Outcome<A> first, Outcome<B> second) {}

    /**
     * Decides a command and, made from its answer, the first one of another stream, which the caller has looked for and
     * not found. Both are stored together or neither.
     *
     * @throws Refusal of either
     */
    @SuppressWarnings("unchecked")
    public <A, B> Both<A, B> sendBoth(Object command, Function<Outcome<A>, Object> next) {
        Sent sent = sent(command);
        MetaData facts = sent.facts();
        GroupCommit.Both both = (GroupCommit.Both) await(enter(
                sent,
                again -> List.of(new GroupCommit.Wanted(
                        new GenericCommandMessage<>(command, facts),
                        answer -> new GenericCommandMessage<>(
                                next.apply((Outcome<A>) answer), again ? facts : NewStreamHint.in(facts)),
                        sent.piece()))));
        return new Both<>((Outcome<A>) both.first(), heard(both.second()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Outcome<T> heard(Object answer) {
        Outcome<T> outcome = (Outcome<T>) answer;
        if (outcome.replayed()) {
            RequestContext.heardBefore();
        }
        return outcome;
    }

    private static Object await(CompletableFuture<List<GroupCommit.Decided>> pending) {
        try {
            return answer(pending.get().get(0));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the outcome was known", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Object answer(GroupCommit.Decided decided) {
        if (decided.refusal() != null) {
            throw decided.refusal();
        }
        return Objects.requireNonNull(decided.answer(), "an aggregate answers");
    }

    /** The same without waiting: the answer, or why there is none, comes once it is stored. */
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<Outcome<T>> submit(Object command) {
        Sent sent = sent(command);
        return enter(sent, again -> one(sent, sent.facts())).thenApply(decided -> (Outcome<T>) answer(decided.get(0)));
    }

    /**
     * One row of a job.
     *
     * @param command what it asks
     * @param row names it
     */
    public record Step(Object command, JobRow row) {}

    /**
     * Decides rows of one stream, one after another as they are given here whatever other nodes do meanwhile, and all in
     * one transaction. What is refused leaves the others alone. They are part of the piece of a trace that this thread is
     * in, and none of their own: a job has more rows than anybody looks at.
     *
     * @return for each row its refusal, or null when it is applied, now or before
     */
    public CompletableFuture<List<@Nullable Refusal>> submitInOrder(List<Step> steps) {
        Span chunk = Span.current();
        MetaData facts = Traces.in(RequestContext.metaData(), chunk);
        return enter(
                        steps.get(0).command(),
                        again -> steps.stream()
                                .map(step -> wanted(step.command(), step.row().in(facts), chunk))
                                .toList())
                .thenApply(Commands::refusals);
    }

    private static List<@Nullable Refusal> refusals(List<GroupCommit.Decided> decided) {
        List<@Nullable Refusal> refusals = new ArrayList<>(decided.size());
        decided.forEach(one -> refusals.add(one.refusal()));
        return refusals;
    }

    /** The stream that a command is decided on. */
    public String streamOf(Object command) {
        return targets.streamOf(command);
    }

    /** Most rows of one stream that are decided together. */
    public int mostTogether() {
        return settings.mostTogether();
    }

    /**
     * A command on its way.
     *
     * @param facts on whose behalf, and in which piece of a trace
     * @param piece of a trace, from here until the answer is known
     */
    private record Sent(Object command, MetaData facts, Span piece) {}

    private Sent sent(Object command) {
        ValidationOnly.endsHere();
        Span piece = traces.begin(command, targets.streamOf(command));
        return new Sent(command, Traces.in(RequestContext.metaData(), piece), piece);
    }

    private static List<GroupCommit.Wanted> one(Sent sent, MetaData facts) {
        return List.of(wanted(sent.command(), facts, sent.piece()));
    }

    private static GroupCommit.Wanted wanted(Object command, MetaData facts, Span piece) {
        return new GroupCommit.Wanted(new GenericCommandMessage<>(command, facts), null, piece);
    }

    /** What is asked of one stream. */
    @FunctionalInterface
    private interface Asked {

        /**
         * The commands, in their order.
         *
         * @param again true when they were tried before, so that nothing the sender saw is believed any more
         */
        List<GroupCommit.Wanted> commands(boolean again);
    }

    private CompletableFuture<List<GroupCommit.Decided>> enter(Sent sent, Asked asked) {
        return enter(sent.command(), asked)
                .whenComplete((decided, thrown) -> Traces.end(sent.piece(), decided, thrown));
    }

    private CompletableFuture<List<GroupCommit.Decided>> enter(Object first, Asked asked) {
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.retryDeadlineMillis()).toNanos();
        CompletableFuture<List<GroupCommit.Decided>> outcome = meters.sent(first, new CompletableFuture<>());
        attempt(new Attempt(targets.streamOf(first), asked, false, outcome, deadline, FIRST_PAUSE));
        return outcome;
    }

    /** One try to have commands decided. */
    private record Attempt(
            String stream,
            Asked asked,
            boolean again,
            CompletableFuture<List<GroupCommit.Decided>> outcome,
            long deadline,
            Duration pause) {

        Attempt later() {
            Duration doubled = pause.multipliedBy(2);
            Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return new Attempt(stream, asked, true, outcome, deadline, longer);
        }
    }

    private void attempt(Attempt attempt) {
        CompletableFuture<List<GroupCommit.Decided>> answer = new CompletableFuture<>();
        answer.whenComplete((told, thrown) -> heard(attempt, told, thrown));
        try {
            lanes.enter(new PartitionedCommandQueue.Waiting(
                    attempt.stream(), attempt.asked().commands(attempt.again()), answer));
        } catch (CommandBusy busy) {
            attempt.outcome().completeExceptionally(busy);
        }
    }

    private void heard(Attempt attempt, @Nullable List<GroupCommit.Decided> told, @Nullable Throwable thrown) {
        if (thrown == null) {
            attempt.outcome().complete(told);
        } else if (thrown instanceof GroupCommit.SecondRefused second) {
            attempt.outcome().completeExceptionally(second.refusal());
        } else if (!Conflicts.isConflict(thrown)) {
            attempt.outcome().completeExceptionally(thrown);
        } else {
            lost(attempt);
        }
    }

    private void lost(Attempt attempt) {
        rivals.met();
        meters.lost();
        if (System.nanoTime() > attempt.deadline()) {
            attempt.outcome().completeExceptionally(new CommandBusy());
            return;
        }
        long nanos = ThreadLocalRandom.current().nextLong(1, attempt.pause().toNanos());
        Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
        later.execute(() -> attempt(attempt.later()));
    }
}
