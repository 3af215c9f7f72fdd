package stockledger.command.dispatch.idempotency;

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
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.ExpectedVersion;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.JobRow;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RowInDoubt;
import stockledger.events.Provenance;

/**
 * The idempotency keys of one aggregate with the first answers, and the applied rows of jobs. Refusals and commands that
 * change nothing have no event, so they are not logged and are decided again.
 *
 * @param <A> the aggregate's answer; part of its snapshots
 */
final class IdempotencyLog<A> {

    /** Least retention of a key, measured by the times of the aggregate's events: the HTTP contract states 24 h. */
    static final Duration RETENTION = Duration.ofHours(24);

    private Map<String, Remembered<A>> byKey = new LinkedHashMap<>();
    private AppliedRows rows = new AppliedRows();

    /**
     * One answered request.
     *
     * @param fingerprint hash of method, address and body
     * @param version of the stream after it
     */
    record Remembered<A>(String fingerprint, long version, Instant at, A answer) {

        /** Only a further event of the same request follows with its key: a repetition has no events. */
        Remembered<A> with(String followed, long next) {
            return followed.equals(fingerprint) && next == version + 1
                    ? new Remembered<>(fingerprint, next, at, answer)
                    : this;
        }
    }

    /**
     * Executes a command, or gives the first answer when its key or row is in the log.
     *
     * @param stream the aggregate's; null before its first event
     * @throws RowInDoubt when the row may have been applied, and is no longer in the log
     * @throws KeyReused when the key is logged for another request
     * @throws ExpectedVersion.VersionMismatch when the command is new and expects another version
     */
    @Nullable
    Object execute(CommandMessage<?> command, InterceptorChain chain, @Nullable String stream) throws Exception {
        if (stream != null && command.getMetaData().get(Provenance.JOB_ROW) instanceof String text) {
            JobRow row = JobRow.of(text);
            if (rows.contain(row)) {
                return new Outcome<>(row, stream, AggregateLifecycle.getVersion(), true);
            }
            if (JobRow.isRepeated(command.getMetaData()) && rows.mayHaveForgotten(row)) {
                throw new RowInDoubt(stream, AggregateLifecycle.getVersion());
            }
        }
        Remembered<A> before = before(command.getMetaData());
        if (before == null || stream == null) {
            ExpectedVersion.require(command);
            return chain.proceed();
        }
        if (!IdempotencyKey.isOfRequest(command.getMetaData(), before.fingerprint())) {
            throw new KeyReused();
        }
        return new Outcome<>(before.answer(), stream, before.version(), true);
    }

    /** Snapshots of earlier versions have keys without their callers, until these keys are 24 hours old. */
    private @Nullable Remembered<A> before(MetaData command) {
        String key = IdempotencyKey.ofCallerIn(command);
        if (key == null) {
            return null;
        }
        Remembered<A> before = byKey.get(key);
        return before == null ? byKey.get(command.get(Provenance.IDEMPOTENCY_KEY)) : before;
    }

    /**
     * Adds the key or the row of an event. Called after the event was folded.
     *
     * @param answerTo as {@link IdempotentAggregate#answerTo}
     * @return whether the key was logged with an answer
     */
    boolean add(EventMessage<?> event, Function<Object, @Nullable A> answerTo) {
        if (event.getMetaData().get(Provenance.JOB_ROW) instanceof String row) {
            rows.add(JobRow.of(row));
        }
        String key = IdempotencyKey.ofCallerIn(event.getMetaData());
        if (key == null
                || !(event instanceof DomainEventMessage<?> stored)
                || !(event.getMetaData().get(Provenance.FINGERPRINT) instanceof String fingerprint)) {
            return false;
        }
        A answer = answerTo.apply(event.getPayload());
        if (answer == null) {
            byKey.computeIfPresent(key, (same, before) -> before.with(fingerprint, stored.getSequenceNumber()));
            return false;
        }
        removeBefore(event.getTimestamp().minus(RETENTION));
        byKey.remove(key);
        byKey.put(key, new Remembered<>(fingerprint, stored.getSequenceNumber(), event.getTimestamp(), answer));
        return true;
    }

    int count() {
        return byKey.size();
    }

    private void removeBefore(Instant time) {
        Iterator<Remembered<A>> oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().at().isBefore(time)) {
            oldestFirst.remove();
        }
    }
}
