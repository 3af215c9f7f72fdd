package stockledger.command.dispatch;

import java.time.Duration;
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
 * random moment and decides again on what is true then, until the deadline. A decision that appends nothing is compared
 * with the store's last sequence number before it is believed. So a 2xx stands for exactly one stored effect, and a
 * refusal for none.
 */
public final class Commands {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final Lanes lanes;
    private final DispatchSettings settings;
    private final Targets targets = new Targets();

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
        MetaData facts = ExpectedVersion.in(Caller.metaData(), expected);
        return heard(await(submit(command, facts, false, null)));
    }

    /**
     * Decides a command whose stream the caller has looked for and not found; it is not looked for again. Should it be
     * there all the same, the command is decided on it.
     *
     * @throws Refusal as above
     */
    public <T> Outcome<T> sendFirst(Object command) {
        return heard(await(submit(command, Caller.metaData(), true, null)));
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
        Together.Both both = (Together.Both)
                await(submit(command, Caller.metaData(), true, answer -> next.apply((Outcome<A>) answer)));
        return new Both<>((Outcome<A>) both.first(), heard(both.second()));
    }

    @SuppressWarnings("unchecked")
    private static <T> Outcome<T> heard(Object answer) {
        Outcome<T> outcome = (Outcome<T>) answer;
        if (outcome.replayed()) {
            Caller.heardBefore();
        }
        return outcome;
    }

    private static Object await(CompletableFuture<Object> pending) {
        try {
            return pending.get();
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
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<Outcome<T>> submit(Object command) {
        return submit(command, Caller.metaData(), false, null).thenApply(answer -> (Outcome<T>) answer);
    }

    private CompletableFuture<Object> submit(
            Object command, MetaData facts, boolean newStream, @Nullable Function<Object, Object> next) {
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.retryDeadlineMillis()).toNanos();
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        attempt(new Attempt(
                targets.streamOf(command), command, facts, newStream, next, outcome, deadline, FIRST_PAUSE));
        return outcome;
    }

    /**
     * One try to have a command decided.
     *
     * @param newStream whether the sender has looked for the last command's stream and not found it
     * @param next makes the second command from the answer to the first; null when there is no second
     */
    private record Attempt(
            String stream,
            Object command,
            MetaData facts,
            boolean newStream,
            @Nullable Function<Object, Object> next,
            CompletableFuture<Object> outcome,
            long deadline,
            Duration pause) {

        Attempt later() {
            Duration doubled = pause.multipliedBy(2);
            Duration longer = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return new Attempt(stream, command, facts, false, next, outcome, deadline, longer);
        }

        Together.Wanted wanted() {
            MetaData last = newStream ? NoStreamYet.in(facts) : facts;
            Function<Object, Object> following = next;
            return following == null
                    ? new Together.Wanted(new GenericCommandMessage<>(command, last), null)
                    : new Together.Wanted(
                            new GenericCommandMessage<>(command, facts),
                            answer -> new GenericCommandMessage<>(following.apply(answer), last));
        }
    }

    private void attempt(Attempt attempt) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        answer.whenComplete((told, thrown) -> heard(attempt, told, thrown));
        try {
            lanes.enter(new Lanes.Waiting(attempt.stream(), attempt.wanted(), answer));
        } catch (CommandBusy busy) {
            attempt.outcome().completeExceptionally(busy);
        }
    }

    private void heard(Attempt attempt, @Nullable Object told, @Nullable Throwable thrown) {
        if (thrown == null) {
            attempt.outcome().complete(told);
        } else if (thrown instanceof Together.SecondRefused second) {
            attempt.outcome().completeExceptionally(second.refusal());
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
