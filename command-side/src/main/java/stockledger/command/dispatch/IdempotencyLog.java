package stockledger.command.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * What one aggregate was asked under a key of the caller, and what it answered, so that a request sent again changes
 * nothing and hears the first answer. It is folded from the aggregate's own events alone, and so holds wherever they are
 * read. Refusals and repeats that change nothing are not remembered: they are decided again.
 *
 * @param <A> what the aggregate answers; part of its snapshots
 */
public final class IdempotencyLog<A> {

    /** A key is remembered at least so long, measured by the times of the aggregate's events. */
    static final Duration AT_LEAST = Duration.ofHours(24);

    private Map<String, Remembered<A>> byKey = new LinkedHashMap<>();
    private RememberedRows rows = new RememberedRows();

    /**
     * One request that was answered.
     *
     * @param fingerprint tells its body from others
     * @param version of the stream after it
     */
    record Remembered<A>(String fingerprint, long version, Instant at, A answer) {

        /** Only what the request itself led to can follow it with its key: sent again it leads to nothing. */
        Remembered<A> with(String followed, long next) {
            return followed.equals(fingerprint) && next == version + 1
                    ? new Remembered<>(fingerprint, next, at, answer)
                    : this;
        }
    }

    /** The key was used for another request. */
    public static final class KeyReused extends Refusal {
        KeyReused() {
            super(
                    Kind.REUSED,
                    "idempotency-key-reused",
                    "The idempotency key was used for another request; nothing was changed.",
                    Map.of());
        }
    }

    /**
     * Decides a command, unless its key is remembered: then the first answer is given again. A row of a job that was
     * applied is answered by its name.
     *
     * @param stream the aggregate's; null before its first event
     * @throws KeyReused when the key is remembered for a request with another body
     * @throws ExpectedVersion.VersionMismatch when the command is new and expects another version
     */
    public @Nullable Object decide(CommandMessage<?> command, InterceptorChain chain, @Nullable String stream)
            throws Exception {
        if (stream != null && command.getMetaData().get(Provenance.JOB_ROW) instanceof String text) {
            JobRow row = JobRow.of(text);
            if (rows.applied(row)) {
                return new Outcome<>(row, stream, AggregateLifecycle.getVersion(), true);
            }
        }
        Object key = command.getMetaData().get(Provenance.IDEMPOTENCY_KEY);
        Remembered<A> before = key == null ? null : byKey.get(key);
        if (before == null || stream == null) {
            ExpectedVersion.require(command);
            return chain.proceed();
        }
        if (!before.fingerprint().equals(command.getMetaData().get(Provenance.FINGERPRINT))) {
            throw new KeyReused();
        }
        return new Outcome<>(before.answer(), stream, before.version(), true);
    }

    /**
     * Notes the key or the row that an event carries. Called after the event was folded.
     *
     * @param answerTo what is answered to the command that led to the event, on the state after it; null when nothing is
     *     remembered of such commands, or the answer was that to an event before it. What followed from the same command
     *     belongs to the answer's version.
     */
    public void note(EventMessage<?> event, Function<Object, @Nullable A> answerTo) {
        if (event.getMetaData().get(Provenance.JOB_ROW) instanceof String row) {
            rows.note(JobRow.of(row));
        }
        if (event instanceof DomainEventMessage<?> stored
                && event.getMetaData().get(Provenance.IDEMPOTENCY_KEY) instanceof String key
                && event.getMetaData().get(Provenance.FINGERPRINT) instanceof String fingerprint) {
            A answer = answerTo.apply(event.getPayload());
            if (answer != null) {
                forgetBefore(event.getTimestamp().minus(AT_LEAST));
                byKey.remove(key);
                byKey.put(key, new Remembered<>(fingerprint, stored.getSequenceNumber(), event.getTimestamp(), answer));
            } else {
                byKey.computeIfPresent(key, (same, before) -> before.with(fingerprint, stored.getSequenceNumber()));
            }
        }
    }

    /** How many are remembered. */
    public int count() {
        return byKey.size();
    }

    private void forgetBefore(Instant time) {
        Iterator<Remembered<A>> oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().at().isBefore(time)) {
            oldestFirst.remove();
        }
    }
}
