package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import stockledger.events.StuckReaders;

/** The position and lag of each epoch that runs. */
public final class Progress {

    private static final int PERCENT = 100;

    /** Axon Server sends the event over the network; PostgreSQL is read at once. */
    private static final int MAX_WAIT_MILLIS = 200;

    private final EventStore events;
    private final EpochRegistry epochs;
    private final Tokens tokens;
    private final ProcessorRunner processors;
    private final StuckProjections stuck;
    private final Clock clock;
    private final Map<Epoch, RateWindow> rates = new ConcurrentHashMap<>();

    Progress(
            EventStore events,
            EpochRegistry epochs,
            Tokens tokens,
            ProcessorRunner processors,
            StuckProjections stuck,
            Clock clock) {
        this.events = events;
        this.epochs = epochs;
        this.tokens = tokens;
        this.processors = processors;
        this.stuck = stuck;
        this.clock = clock;
    }

    /**
     * One epoch that runs.
     *
     * @param state what it is run for
     * @param pausedAt when the projection was paused; null when it is not
     * @param rebuilding whether {@code state} is {@code building}
     * @param position global index of the last event that every segment has processed; -1 for none
     * @param head global index of the last event; -1 for none
     * @param lagEvents {@code head} less {@code position}: at most so many events are not processed, since some indexes have no event
     * @param lagSeconds age of the oldest event that is not processed; 0 when all are
     * @param percent {@code position} in percent of {@code head}, rounded down
     * @param eventsPerSecond by which the position advanced in the last minute; null while that is unknown
     * @param secondsLeft until the position reaches the head, at this rate; null while that is unknown
     * @param lastRebuild epoch of the projection's newest rebuild, also one that has ended; null for none
     * @param parked number of keys that are parked, as this process read it some seconds ago
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Item(
            String name,
            int epoch,
            Served state,
            @Nullable Instant pausedAt,
            boolean rebuilding,
            long position,
            long head,
            long lagEvents,
            long lagSeconds,
            int percent,
            @Nullable Long eventsPerSecond,
            @Nullable Long secondsLeft,
            @Nullable Integer lastRebuild,

            @Schema(description = "Keys that are parked because an event of theirs cannot be processed.")
            long parked,

            List<SegmentItem> segments) {}

    /** What an epoch is run for. */
    public enum Served {
        @JsonProperty("served")
        SERVED,
        @JsonProperty("building")
        BUILDING,
        @JsonProperty("kept")
        KEPT
    }

    /**
     * One segment of an epoch.
     *
     * @param here whether this process has claimed it
     * @param trouble the event that a process cannot process in it, again and again; null for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SegmentItem(
            int segment,
            long position,
            boolean here,
            @Nullable Trouble trouble) {}

    /**
     * An event that cannot be processed.
     *
     * @param position its global index
     * @param error class of the exception and where it was thrown
     * @param since the first attempt
     */
    public record Trouble(
            String stream, long sequence, String type, long position, String error, Instant since, int attempts) {

        private static Trouble of(StuckReaders.Trouble trouble) {
            StuckReaders.Failure failure = trouble.failure();
            return new Trouble(
                    failure.stream(),
                    failure.sequence(),
                    failure.type(),
                    failure.position(),
                    failure.error(),
                    trouble.since(),
                    trouble.attempts());
        }
    }

    /** Global index of the last event; -1 for none. */
    long head() {
        return Tokens.position(events.createHeadToken());
    }

    /**
     * Without what stops them.
     *
     * @param earlierHead a head of some time ago: the lag in seconds of what has passed it is not looked up, and is 0
     */
    List<Item> items(List<String> projections, long head, long earlierHead) {
        return items(projections, head, earlierHead, List.of());
    }

    List<Item> itemsWithTrouble(List<String> projections) {
        return items(projections, head(), Long.MAX_VALUE, stuck.ofAllProcesses());
    }

    private List<Item> items(
            List<String> projections, long head, long earlierHead, List<StuckReaders.Trouble> troubles) {
        List<Item> items = new ArrayList<>();
        for (EpochState state : epochs.read(projections)) {
            items.add(item(state, state.liveEpoch(), head, earlierHead, troubles));
            if (state.building() != null) {
                items.add(item(state, state.epoch(state.building()), head, earlierHead, troubles));
            }
            if (state.kept() != null) {
                items.add(item(state, state.epoch(state.kept()), head, earlierHead, troubles));
            }
            rates.keySet()
                    .removeIf(epoch -> epoch.projection().equals(state.name())
                            && !state.running().contains(epoch));
        }
        return items;
    }

    /** One epoch of a projection, whether it runs or not. */
    Item item(EpochState state, Epoch epoch) {
        return item(state, epoch, head(), Long.MAX_VALUE, stuck.ofAllProcesses());
    }

    private static Served served(EpochState state, Epoch epoch) {
        if (state.isBuilding(epoch)) {
            return Served.BUILDING;
        }
        return state.live() == epoch.number() ? Served.SERVED : Served.KEPT;
    }

    private @Nullable Double rate(Epoch epoch, long position) {
        RateWindow window = rates.computeIfAbsent(epoch, absent -> new RateWindow());
        window.add(position, System.nanoTime());
        return window.perSecond();
    }

    private Item item(EpochState state, Epoch epoch, long head, long earlierHead, List<StuckReaders.Trouble> troubles) {
        Served served = served(state, epoch);
        Map<Integer, EventTrackerStatus> claimed = processors.status(epoch);
        List<Tokens.SegmentPosition> positions =
                Watermarks.areAll(claimed) ? Tokens.positions(claimed) : tokens.positions(epoch, claimed);
        long position = Long.MAX_VALUE;
        TrackingToken slowest = null;
        for (Tokens.SegmentPosition segment : positions) {
            if (segment.position() < position) {
                position = segment.position();
                slowest = segment.token();
            }
        }
        position = positions.isEmpty() ? -1 : position;
        long lag = Math.max(0, head - position);
        Double rate = rate(epoch, position);
        return new Item(
                epoch.projection(),
                epoch.number(),
                served,
                state.pausedAt(),
                served == Served.BUILDING,
                position,
                head,
                lag,
                lag == 0 || position >= earlierHead ? 0 : ageOfNextEvent(slowest),
                lag == 0 || head <= 0 ? PERCENT : (int) (Math.max(0, position) * PERCENT / head),
                rate == null ? null : (Long) Math.round(rate),
                lag == 0 ? (Long) 0L : rate == null || rate <= 0 ? null : (Long) Math.round(lag / rate),
                state.lastRebuild(),
                stuck.parking().keys().count(epoch),
                positions.stream()
                        .map(segment -> new SegmentItem(
                                segment.segment(),
                                segment.position(),
                                claimed.containsKey(segment.segment()),
                                StuckProjections.of(epoch, segment.segment(), troubles)
                                        // A process that has ended was stuck at an event that this segment has passed
                                        // since.
                                        .filter(stuckAt -> stuckAt.failure().position() > segment.position())
                                        .map(Trouble::of)
                                        .orElse(null)))
                        .toList());
    }

    private long ageOfNextEvent(@Nullable TrackingToken from) {
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(from)) {
            Optional<Instant> next = stream.hasNextAvailable(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                    ? stream.peek().map(TrackedEventMessage::getTimestamp)
                    : Optional.empty();
            return next.map(at ->
                            Math.max(0, Duration.between(at, clock.instant()).toSeconds()))
                    .orElse(0L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
