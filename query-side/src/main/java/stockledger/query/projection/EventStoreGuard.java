package stockledger.query.projection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Lets projections run only on the event store that the read models were folded from. If it is another one, nothing runs and nothing is
 * served, until an operator accepts the store. A process that has just started begins again then. One that has run before keeps events and
 * answers in memory that the store may have lost, and must be restarted.
 *
 * <p>An acceptance is counted first, then every projection gets a new epoch, and the anchors are deleted last: so a process that reads
 * the new epochs has seen the acceptance, or sees it before it serves them. Used by the supervisor only.
 */
final class EventStoreGuard {

    private static final long UNKNOWN = -1;

    /** Checks between two reads of the acceptances while this process serves: an acceptance gives new epochs, which are seen at once. */
    private static final int CHECKS_BETWEEN_READS = 10;

    private final List<String> projections;
    private final EventStoreIdentity identity;
    private final EpochRegistry epochs;
    private final Tokens tokens;
    private final InstanceRegistry instances;
    private final ProcessorRunner processors;
    private final ReadModels models;
    private final Readiness readiness;
    private long acceptances = UNKNOWN;
    private List<Integer> liveEpochs = List.of();
    private boolean refused;
    private boolean mayBeAccepted;
    private int checks;

    /** Whether the event store was found to be the one of the read models since this process started. */
    private boolean hasAgreed;

    private boolean restartNeeded;

    EventStoreGuard(
            List<String> projections,
            EventStoreIdentity identity,
            EpochRegistry epochs,
            Tokens tokens,
            InstanceRegistry instances,
            ProcessorRunner processors,
            ReadModels models,
            Readiness readiness) {
        this.projections = projections;
        this.identity = identity;
        this.epochs = epochs;
        this.tokens = tokens;
        this.instances = instances;
        this.processors = processors;
        this.models = models;
        this.readiness = readiness;
    }

    /**
     * Whether projections may run.
     *
     * @param onBegin called when all live epochs have to catch up again
     */
    boolean allows(Runnable onBegin) {
        boolean reads = !hasAgreed || refused || mayBeAccepted || checks++ % CHECKS_BETWEEN_READS == 0;
        long accepted = reads ? identity.acceptances() : acceptances;
        mayBeAccepted = false;
        if (acceptances != accepted) {
            if (acceptances != UNKNOWN && hasAgreed) {
                refuse(identity.restartNeeded());
            } else if (acceptances != UNKNOWN) {
                identity.compareAgain();
                begin(onBegin);
            }
            acceptances = accepted;
            identity.seen(accepted);
        }
        if (restartNeeded) {
            return false;
        }
        EventStoreIdentity.Verdict verdict =
                identity.verdict(hasAgreed ? OptionalLong.empty() : OptionalLong.of(greatestToken()));
        if (verdict == EventStoreIdentity.Verdict.DIFFERS) {
            refuse(Objects.requireNonNull(identity.difference()));
            return false;
        }
        if (verdict == EventStoreIdentity.Verdict.AGREES) {
            if (refused) {
                // The right event store is back before anything has run.
                begin(onBegin);
            }
            hasAgreed = true;
        }
        return hasAgreed;
    }

    private void begin(Runnable onBegin) {
        refused = false;
        models.restart();
        readiness.restart();
        onBegin.run();
    }

    private void refuse(EventStoreIdentity.Difference difference) {
        restartNeeded |= hasAgreed;
        refused = true;
        models.refuse(difference);
        readiness.refuse(difference);
        processors.stopAll();
        // A process that runs nothing must not be counted when the others share the segments.
        instances.leave();
    }

    /** Of the epochs that run: those of epochs that were given up say nothing. */
    private long greatestToken() {
        long greatest = -1;
        for (var state : epochs.read(projections)) {
            for (Epoch epoch : state.running()) {
                for (Tokens.SegmentPosition segment : tokens.positions(epoch, Map.of())) {
                    greatest = Math.max(greatest, segment.position());
                }
            }
        }
        return greatest;
    }

    /**
     * Whether these epochs may be of an acceptance that was not seen before they were read.
     *
     * @param live numbers of the live epochs
     */
    boolean isOutdated(List<Integer> live) {
        if (live.equals(liveEpochs)) {
            return false;
        }
        if (identity.acceptances() != acceptances) {
            mayBeAccepted = true;
            return true;
        }
        liveEpochs = live;
        return false;
    }

    /** Notes that the store has events up to this position. */
    void anchor(long head) {
        identity.anchor(head);
    }
}
