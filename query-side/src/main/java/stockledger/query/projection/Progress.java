package stockledger.query.projection;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** How far each projection is behind what happened. */
public final class Progress {

    private static final int ALL = 100;

    private final EventStore events;
    private final EpochRegistry control;
    private final Tokens tokens;
    private final ProcessorRunner runs;
    private final Clock clock;

    Progress(EventStore events, EpochRegistry control, Tokens tokens, ProcessorRunner runs, Clock clock) {
        this.events = events;
        this.control = control;
        this.tokens = tokens;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * One epoch that runs.
     *
     * @param rebuilding whether it is being built and served later
     * @param position index of the last event that every segment has passed; -1 for none
     * @param head index of the last event that there is; -1 for none
     * @param lagEvents indexes between both; some may never have held an event
     * @param lagSeconds how long ago the oldest event happened that is not folded; 0 when all are
     * @param percent of the indexes, rounded down
     */
    public record Item(
            String name,
            int epoch,
            boolean rebuilding,
            long position,
            long head,
            long lagEvents,
            long lagSeconds,
            int percent,
            List<SegmentItem> segments) {}

    /**
     * One part of it.
     *
     * @param here whether this process works on it
     * @param trouble why it does not go on
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SegmentItem(
            int segment,
            long position,
            boolean here,
            @Nullable String trouble) {}

    /** Index of the last event that there is; -1 for none. */
    long head() {
        return Tokens.position(events.createHeadToken());
    }

    List<Item> items(List<String> projections) {
        List<Item> items = new ArrayList<>();
        for (EpochRegistry.State state : control.read(projections)) {
            items.add(item(state.epoch(state.live()), false));
            if (state.building() != null) {
                items.add(item(state.epoch(state.building()), true));
            }
        }
        return items;
    }

    private Item item(Epoch epoch, boolean rebuilding) {
        Map<Integer, ?> here = runs.status(epoch);
        List<Tokens.Standing> standings = tokens.standings(epoch, runs.status(epoch));
        long head = head();
        long position = Long.MAX_VALUE;
        TrackingToken slowest = null;
        for (Tokens.Standing standing : standings) {
            if (standing.position() < position) {
                position = standing.position();
                slowest = standing.token();
            }
        }
        position = standings.isEmpty() ? -1 : position;
        long lag = Math.max(0, head - position);
        return new Item(
                epoch.projection(),
                epoch.number(),
                rebuilding,
                position,
                head,
                lag,
                lag == 0 ? 0 : age(slowest),
                lag == 0 || head <= 0 ? ALL : (int) (Math.max(0, position) * ALL / head),
                standings.stream()
                        .map(standing -> new SegmentItem(
                                standing.segment(),
                                standing.position(),
                                here.containsKey(standing.segment()),
                                standing.trouble()))
                        .toList());
    }

    private long age(@Nullable TrackingToken from) {
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(from)) {
            Optional<Instant> oldest =
                    stream.hasNextAvailable() ? stream.peek().map(TrackedEventMessage::getTimestamp) : Optional.empty();
            return oldest.map(at ->
                            Math.max(0, Duration.between(at, clock.instant()).toSeconds()))
                    .orElse(0L);
        }
    }
}
