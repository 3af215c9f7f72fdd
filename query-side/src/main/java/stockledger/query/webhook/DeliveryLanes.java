package stockledger.query.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * The events on their way to one webhook, in lanes by their keys. It decides what is sent, and up to where all is delivered;
 * it sends nothing itself. Not thread-safe.
 *
 * <p>How it works. One reader offers the events of the event store in their order. A lane sends one event at a time, so that
 * events of one key arrive in order. The progress of a lane is a tracking token that covers exactly the events that are
 * delivered or need not be. When a lane is full, the reader waits; but when it is full and fails, it is detached: the reader
 * passes over its events, so that the others go on. After it has recovered, the reader goes back to the first of these, and
 * the other lanes pass over what they have taken before.
 */
final class DeliveryLanes {

    static final int COUNT = 16;

    /** Events that wait in one lane. */
    static final int MAX_QUEUED = 64;

    /** Of their bodies, so that the lanes of many webhooks fit into memory; a larger one waits alone. */
    static final int MAX_QUEUED_BYTES = 64 << 10;

    /** After so many failures in a row, the reader does not wait for a lane that is full: it is detached. */
    static final int FAILURES_TO_DETACH = 2;

    /**
     * With more detached lanes than this, while all others fail too, the reader waits: what is passed over now would all have to be
     * read again.
     */
    private static final int MAX_DETACHED = COUNT / 2;

    private final Lane[] lanes = new Lane[COUNT];

    /** Covers the events that the reader has passed. */
    private TrackingToken read;

    private static final class Lane {

        private final Deque<Item> queue = new ArrayDeque<>();
        private int queuedBytes;
        private boolean inFlight;
        private int failures;
        private Instant dueAt = Instant.MIN;
        private @Nullable Instant failingSince;

        /** Covers the events that this lane has delivered or queued: they are not taken again. */
        private TrackingToken taken;

        /** The token before the first event that was passed over; null for none. */
        private @Nullable TrackingToken detachedAt;

        Lane(TrackingToken taken) {
            this.taken = taken;
        }
    }

    /** @param before covers what precedes the event, and not the event */
    private record Item(Outgoing event, TrackingToken before) {}

    /**
     * An event to be sent now.
     *
     * @param failures of it in a row before
     */
    record Sending(int lane, Outgoing event, int failures) {}

    /**
     * Where a lane is.
     *
     * @param token covers the events up to which all are delivered
     * @param failingSince when the delivery of its next event failed first; null while it does not fail
     */
    record Progress(TrackingToken token, @Nullable Instant failingSince) {}

    /** @param progress of each lane */
    DeliveryLanes(List<Progress> progress) {
        for (int i = 0; i < COUNT; i++) {
            lanes[i] = new Lane(progress.get(i).token());
            lanes[i].failingSince = progress.get(i).failingSince();
        }
        read = lowest(Arrays.stream(lanes).map(lane -> lane.taken).toList());
    }

    static int laneOf(String key) {
        int hash = key.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), COUNT);
    }

    private static TrackingToken lowest(List<TrackingToken> tokens) {
        return tokens.stream().reduce(TrackingToken::lowerBound).orElseThrow();
    }

    /** Where the reader begins. */
    TrackingToken start() {
        return read;
    }

    /** Whether the reader should go on. */
    boolean mayRead() {
        return Arrays.stream(lanes).filter(lane -> lane.detachedAt != null).count() <= MAX_DETACHED
                || Arrays.stream(lanes).anyMatch(lane -> lane.detachedAt == null && lane.failures == 0);
    }

    /**
     * Whether an event must be offered, as far as its lane knows.
     *
     * @param token of the event
     * @param late whether it was read after an event with a later position, which its token has then
     */
    boolean isNew(String key, TrackingToken token, boolean late) {
        Lane lane = lanes[laneOf(key)];
        if (lane.detachedAt != null) {
            return false;
        }
        long position = position(token);
        return late
                || position > position(lane.taken)
                || lane.taken instanceof GapAwareTrackingToken taken
                        && taken.getGaps().contains(position);
    }

    /** Adds the next event of the reader; false when its lane is full, and it must be offered again. */
    boolean offer(Outgoing event) {
        Lane lane = lanes[laneOf(event.key())];
        TrackingToken before = later(lane.taken, read);
        boolean fits = lane.queuedBytes + event.body().length <= MAX_QUEUED_BYTES && lane.queue.size() < MAX_QUEUED;
        if (fits || lane.queue.isEmpty()) {
            lane.queue.add(new Item(event, before));
            lane.queuedBytes += event.body().length;
            return true;
        }
        if (lane.failures < FAILURES_TO_DETACH) {
            return false;
        }
        lane.detachedAt = before;
        return true;
    }

    /** Records that the reader has passed an event, which was offered or need not be. */
    void passed(TrackingToken token) {
        read = token;
    }

    /** The events to be sent now, at most one of each lane; each must be reported as delivered or failed. */
    List<Sending> due(Instant now) {
        List<Sending> due = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Lane lane = lanes[i];
            if (!lane.inFlight && !lane.queue.isEmpty() && !lane.dueAt.isAfter(now)) {
                lane.inFlight = true;
                due.add(new Sending(i, lane.queue.element().event(), lane.failures));
            }
        }
        return due;
    }

    /** Records that the event that a lane has sent was delivered. */
    void delivered(int number) {
        Lane lane = lanes[number];
        lane.queuedBytes -= lane.queue.remove().event().body().length;
        lane.inFlight = false;
        lane.failures = 0;
        lane.dueAt = Instant.MIN;
        lane.failingSince = null;
    }

    /** Records that it was not. */
    void failed(int number, Instant now, Duration delay) {
        Lane lane = lanes[number];
        lane.inFlight = false;
        lane.failures++;
        lane.dueAt = now.plus(delay);
        if (lane.failingSince == null) {
            lane.failingSince = now;
        }
    }

    /** Records that the next event of a key, which may have failed before, is not to be sent. */
    void skipped(String key) {
        Lane lane = lanes[laneOf(key)];
        if (lane.queue.isEmpty()) {
            lane.failingSince = null;
        }
    }

    /** Records that the event was not sent, since the rate is limited. */
    void postponed(int number, Instant until) {
        Lane lane = lanes[number];
        lane.inFlight = false;
        lane.dueAt = until;
    }

    /** Where the reader goes back to, when a lane has recovered; null when there is nothing to go back for. */
    @Nullable
    TrackingToken rewind() {
        List<TrackingToken> from = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.detachedAt != null && lane.failures == 0 && lane.queue.size() <= MAX_QUEUED / 2) {
                from.add(lane.detachedAt);
            }
        }
        if (from.isEmpty()) {
            return null;
        }
        for (Lane lane : lanes) {
            if (lane.detachedAt == null) {
                lane.taken = later(lane.taken, read);
            } else if (from.contains(lane.detachedAt)) {
                lane.taken = lane.detachedAt;
                lane.detachedAt = null;
            }
        }
        read = lowest(from);
        return read;
    }

    /** Where each lane is. */
    List<Progress> progress() {
        return Arrays.stream(lanes)
                .map(lane -> new Progress(delivered(lane), lane.failingSince))
                .toList();
    }

    private TrackingToken delivered(Lane lane) {
        if (!lane.queue.isEmpty()) {
            return lane.queue.element().before();
        }
        return Objects.requireNonNullElseGet(lane.detachedAt, () -> later(lane.taken, read));
    }

    private static TrackingToken later(TrackingToken taken, TrackingToken read) {
        return position(taken) > position(read) ? taken : read;
    }

    private static long position(TrackingToken token) {
        return token.position().orElse(-1);
    }
}
