package stockledger.command.dispatch;

import java.time.Duration;
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
    private final DispatchMeters meters;
    private final CommandTargetResolver targets =
            AnnotationCommandTargetResolver.builder().build();

    Commands(Lanes lanes, DispatchSettings settings, DispatchMeters meters) {
        this.lanes = lanes;
        this.settings = settings;
        this.meters = meters;
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
        String stream =
                targets.resolveTarget(new GenericCommandMessage<>(command)).getIdentifier();
        CompletableFuture<Outcome<T>> outcome = meters.sent(command, new CompletableFuture<>());
        long deadline = System.nanoTime()
                + Duration.ofMillis(settings.retryDeadlineMillis()).toNanos();
        attempt(new Attempt<>(stream, command, facts, outcome, deadline, FIRST_PAUSE));
        return outcome;
    }

    private record Attempt<T>(
            String stream,
            Object command,
            MetaData facts,
            CompletableFuture<Outcome<T>> outcome,
            long deadline,
            Duration pause) {

        Attempt<T> later() {
            Duration doubled = pause.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return new Attempt<>(stream, command, facts, outcome, deadline, next);
        }
    }

    private <T> void attempt(Attempt<T> attempt) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        answer.whenComplete((told, thrown) -> heard(attempt, told, thrown));
        CommandMessage<Object> message = new GenericCommandMessage<>(attempt.command(), attempt.facts());
        try {
            lanes.enter(new Lanes.Waiting(attempt.stream(), message, answer));
        } catch (CommandBusy busy) {
            attempt.outcome().completeExceptionally(busy);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> void heard(Attempt<T> attempt, @Nullable Object told, @Nullable Throwable thrown) {
        if (thrown == null) {
            attempt.outcome().complete((Outcome<T>) told);
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
