package stockledger.command.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.jspecify.annotations.Nullable;

/**
 * How commands run.
 *
 * <p>How it works: commands of one stream are decided one after another in this process, in its lane; what waits there
 * is decided together and stored in one transaction. Between processes nothing is locked: each appends the next
 * sequence number, and the event store's unique key lets one win. Whoever lost forgets what it had cached, waits a
 * random moment and decides again on what is true then, until the deadline. A decision that appends nothing is compared
 * with the store's last sequence number before it is believed. So a 2xx stands for exactly one stored effect, and a
 * refusal for none.
 */
public final class Commands {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final Lanes lanes;
    private final DispatchSettings settings;
    private final CommandTargetResolver targets =
            AnnotationCommandTargetResolver.builder().build();

    Commands(Lanes lanes, DispatchSettings settings) {
        this.lanes = lanes;
        this.settings = settings;
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
        try {
            Outcome<T> outcome = this.<T>submit(command, expected).get();
            if (outcome.replayed()) {
                Caller.heardBefore();
            }
            return outcome;
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

    /** The same without waiting: the answer, or why there is none, comes once it is stored. */
    public <T> CompletableFuture<Outcome<T>> submit(Object command) {
        return submit(command, null);
    }

    private <T> CompletableFuture<Outcome<T>> submit(Object command, @Nullable Long expected) {
        MetaData facts = ExpectedVersion.in(Caller.metaData(), expected);
        return enter(List.of(new GenericCommandMessage<>(command, facts)))
                .thenApply(decided -> outcome(decided.get(0)));
    }

    @SuppressWarnings("unchecked")
    private static <T> Outcome<T> outcome(Together.Decided decided) {
        if (decided.refusal() != null) {
            throw decided.refusal();
        }
        return (Outcome<T>) Objects.requireNonNull(decided.answer());
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
     * one transaction. What is refused leaves the others alone.
     *
     * @return for each row its refusal, or null when it is applied, now or before
     */
    public CompletableFuture<List<@Nullable Refusal>> submitInOrder(List<Step> steps) {
        MetaData facts = Caller.metaData();
        List<CommandMessage<?>> messages = new ArrayList<>(steps.size());
        for (Step step : steps) {
            messages.add(new GenericCommandMessage<>(step.command(), step.row().in(facts)));
        }
        return enter(messages).thenApply(Commands::refusals);
    }

    private static List<@Nullable Refusal> refusals(List<Together.Decided> decided) {
        List<@Nullable Refusal> refusals = new ArrayList<>(decided.size());
        decided.forEach(one -> refusals.add(one.refusal()));
        return refusals;
    }

    /** The stream that a command is decided on. */
    public String streamOf(Object command) {
        return targets.resolveTarget(new GenericCommandMessage<>(command)).getIdentifier();
    }

    /** Most rows of one stream that are decided together. */
    public int mostTogether() {
        return settings.mostTogether();
    }

    private CompletableFuture<List<Together.Decided>> enter(List<CommandMessage<?>> messages) {
        CompletableFuture<List<Together.Decided>> outcome = new CompletableFuture<>();
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.retryDeadlineMillis()).toNanos();
        String stream = targets.resolveTarget(messages.get(0)).getIdentifier();
        attempt(new Attempt(stream, messages, outcome, deadline, FIRST_PAUSE));
        return outcome;
    }

    private record Attempt(
            String stream,
            List<CommandMessage<?>> messages,
            CompletableFuture<List<Together.Decided>> outcome,
            long deadline,
            Duration pause) {

        Attempt later() {
            Duration doubled = pause.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return new Attempt(stream, messages, outcome, deadline, next);
        }
    }

    private void attempt(Attempt attempt) {
        CompletableFuture<List<Together.Decided>> answer = new CompletableFuture<>();
        answer.whenComplete((told, thrown) -> heard(attempt, told, thrown));
        try {
            lanes.enter(new Lanes.Waiting(attempt.stream(), attempt.messages(), answer));
        } catch (CommandBusy busy) {
            attempt.outcome().completeExceptionally(busy);
        }
    }

    private void heard(Attempt attempt, @Nullable List<Together.Decided> told, @Nullable Throwable thrown) {
        if (thrown == null) {
            attempt.outcome().complete(told);
        } else if (!Conflicts.isConflict(thrown)) {
            attempt.outcome().completeExceptionally(thrown);
        } else if (System.nanoTime() > attempt.deadline()) {
            attempt.outcome().completeExceptionally(new CommandBusy());
        } else {
            long nanos = ThreadLocalRandom.current().nextLong(1, attempt.pause().toNanos());
            Executor later = CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS);
            later.execute(() -> attempt(attempt.later()));
        }
    }
}
