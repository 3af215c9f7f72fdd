package stockledger.events.operator;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;

/**
 * What an operator did to the service itself. Each action is a stream of its own, {@code action:ID}, with one event, stored
 * before the action begins: so nothing conflicts, no stream grows, and an action that a crash cut short is known. The
 * actor is in the metadata.
 */
public sealed interface OperatorEvent {

    /** Why, in the operator's words: 1 to 200 characters. */
    String reason();

    /** The stream of an action. */
    static String stream(String id) {
        return "action:" + id;
    }

    /**
     * A rebuild of a read model was requested.
     *
     * @param epoch that it builds
     * @param dryRun whether it only compares with what is served
     */
    @JsonTypeName("operator.RebuildRequested")
    @Revision("1")
    record RebuildRequested(String projection, int epoch, boolean dryRun, String reason) implements OperatorEvent {}

    /**
     * A rebuild was cancelled: what it had built is deleted.
     *
     * @param epoch that it built
     */
    @JsonTypeName("operator.RebuildCancelled")
    @Revision("1")
    record RebuildCancelled(String projection, int epoch, String reason) implements OperatorEvent {}

    /**
     * A rebuilt read model is served from now on.
     *
     * @param epoch that is served
     */
    @JsonTypeName("operator.EpochSwitched")
    @Revision("1")
    record EpochSwitched(String projection, int epoch, String reason) implements OperatorEvent {}

    /**
     * The read model from before the last switch is served again.
     *
     * @param epoch that is served
     */
    @JsonTypeName("operator.EpochRolledBack")
    @Revision("1")
    record EpochRolledBack(String projection, int epoch, String reason) implements OperatorEvent {}

    /**
     * The rate of a rebuild was changed.
     *
     * @param maxEventsPerSecond the new bound; null for none
     */
    @JsonTypeName("operator.RebuildThrottled")
    @Revision("1")
    record RebuildThrottled(
            String projection, int epoch, @Nullable Integer maxEventsPerSecond, String reason)
            implements OperatorEvent {}

    /** A read model was paused: no events are folded into it. */
    @JsonTypeName("operator.ProjectionPaused")
    @Revision("1")
    record ProjectionPaused(String projection, String reason) implements OperatorEvent {}

    /** Events are folded into a read model again. */
    @JsonTypeName("operator.ProjectionResumed")
    @Revision("1")
    record ProjectionResumed(String projection, String reason) implements OperatorEvent {}

    /** The documents and cached answers of a SKU were folded again from its events. */
    @JsonTypeName("operator.SkuRepaired")
    @Revision("1")
    record SkuRepaired(Sku sku, String reason) implements OperatorEvent {}

    /**
     * Parked events were tried again.
     *
     * @param projection whose keys; null for those of all projections
     * @param keys whose events, {@link #MAX_KEYS} at most
     * @param omitted number of keys that are not named
     */
    @JsonTypeName("operator.ParkedKeysRetried")
    @Revision("1")
    record ParkedKeysRetried(@Nullable String projection, List<String> keys, int omitted, String reason)
            implements OperatorEvent {

        /** The number of keys that the event names. */
        public static final int MAX_KEYS = 100;

        public ParkedKeysRetried {
            omitted += Math.max(0, keys.size() - MAX_KEYS);
            keys = List.copyOf(keys.subList(0, Math.min(keys.size(), MAX_KEYS)));
        }

        /** A retry of these keys, of which the event names the first ones. */
        public ParkedKeysRetried(@Nullable String projection, List<String> keys, String reason) {
            this(projection, keys, 0, reason);
        }
    }

    /**
     * A parked event was discarded: the read model goes on without it.
     *
     * @param stream of the event
     * @param sequence its number in that stream
     */
    @JsonTypeName("operator.EventDiscarded")
    @Revision("1")
    record EventDiscarded(String projection, String stream, long sequence, String reason) implements OperatorEvent {}

    /**
     * The event store was accepted as it is, after it was found to be another one or to have lost events.
     *
     * @param head position of its last event
     */
    @JsonTypeName("operator.EventStoreAccepted")
    @Revision("1")
    record EventStoreAccepted(long head, String reason) implements OperatorEvent {}

    /**
     * Open transactions that held up the global order were ended.
     *
     * @param position of the last event then
     */
    @JsonTypeName("operator.GlobalOrderAdvanced")
    @Revision("1")
    record GlobalOrderAdvanced(long position, String reason) implements OperatorEvent {}
}
