package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.jspecify.annotations.Nullable;
import stockledger.events.EventStoreInspection;
import stockledger.events.EventStoreInspection.EventCoordinates;
import stockledger.events.EventStoreInspection.MissingPosition;
import stockledger.events.EventStoreInspection.OpenAppend;

/** Administration of the event store as readers see it: its identity, what they wait for, and its acceptance. */
public final class EventStoreAdmin {

    private final List<String> projections;
    private final EventStoreInspection store;
    private final EventStoreIdentity identity;
    private final EpochRegistry epochs;
    private final Tokens tokens;
    private final Supervisor supervisor;

    EventStoreAdmin(
            List<String> projections,
            EventStoreInspection store,
            EventStoreIdentity identity,
            EpochRegistry epochs,
            Tokens tokens,
            Supervisor supervisor) {
        this.projections = projections;
        this.store = store;
        this.identity = identity;
        this.epochs = epochs;
        this.tokens = tokens;
        this.supervisor = supervisor;
    }

    /**
     * The event store.
     *
     * @param kind {@code jdbc} or {@code axonserver}
     * @param first the first event, which identifies the store; null when there is none
     * @param last the last event; null when there is none
     * @param anchors the known events, as they were compared last
     * @param difference how it differs from the event store that the read models were folded from; null when it does not
     * @param order what readers wait for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventStoreState(
            String kind,
            @Nullable EventCoordinates first,
            @Nullable EventCoordinates last,
            Anchors anchors,
            EventStoreIdentity.@Nullable Difference difference,
            GlobalOrder order) {}

    /**
     * Events that must be in the event store.
     *
     * @param oldest position; null without anchors
     * @param newest position; null without anchors
     * @param checkedAt when they were looked for last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Anchors(
            int count,
            @Nullable Long oldest,
            @Nullable Long newest,
            @Nullable Instant checkedAt) {}

    /**
     * The global order.
     *
     * @param applicable false for an event store that gives positions at the end of a transaction: readers never wait there
     * @param missing positions that readers wait for, since a transaction has taken them and may still commit
     * @param openAppends transactions that are open and have appended events
     */
    public record GlobalOrder(boolean applicable, List<MissingPosition> missing, List<OpenAppend> openAppends) {}

    /** Reads all of it. */
    public EventStoreState state() {
        List<EventCoordinates> anchors = identity.anchors();
        return new EventStoreState(
                store.kind(),
                store.first(),
                store.last(),
                new Anchors(
                        anchors.size(),
                        anchors.isEmpty()
                                ? null
                                : (Long) anchors.get(anchors.size() - 1).position(),
                        anchors.isEmpty() ? null : (Long) anchors.get(0).position(),
                        identity.checkedAt()),
                identity.difference(),
                order());
    }

    /** What readers wait for. */
    public GlobalOrder order() {
        return new GlobalOrder(store.hasOpenAppends(), store.missing(awaited()), store.openAppends());
    }

    /** The positions that the tracking tokens of the live epochs name as gaps. */
    private SortedSet<Long> awaited() {
        SortedSet<Long> gaps = new TreeSet<>();
        for (var state : epochs.read(projections)) {
            tokens.positions(state.epoch(state.live()), Map.of()).forEach(segment -> {
                if (segment.token() instanceof GapAwareTrackingToken token) {
                    gaps.addAll(token.getGaps());
                }
            });
        }
        return gaps;
    }

    /**
     * Ends the transactions that readers wait for; each is rolled back as a whole.
     *
     * @return those that could be ended
     */
    public List<OpenAppend> end(List<OpenAppend> appends) {
        List<OpenAppend> ended = new ArrayList<>();
        for (OpenAppend append : appends) {
            if (store.end(append)) {
                ended.add(append);
            }
        }
        return ended;
    }

    /** Whether the event store differs from the one that the read models were folded from. */
    public boolean differs() {
        return identity.difference() != null;
    }

    /** Position of the last event; -1 without events. */
    public long head() {
        EventCoordinates last = store.last();
        return last == null ? -1 : last.position();
    }

    /**
     * Begins an acceptance of the event store; of several at the same time only one begins. It may be repeated after a crash: until
     * it is completed the event store still differs.
     *
     * @return false when one has begun that this process has not seen yet, or that it needs a restart for
     */
    public boolean beginAcceptance() {
        return identity.countAcceptance();
    }

    /**
     * Accepts the event store as it is: all projections are folded again from its first event, and nothing of before is served.
     * It may be repeated: the known events, which differ, are forgotten last.
     */
    public void accept() {
        projections.forEach(epochs::restart);
        identity.deleteAnchors();
        supervisor.checkNow();
    }
}
