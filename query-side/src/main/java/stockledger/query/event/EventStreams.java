package stockledger.query.event;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.http.EventStreamResponse;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.sse.SseSettings;

/**
 * Streams of events as server-sent events. Each follows the event store itself, so that no event is missed, however late it was
 * appended; the newest events are in memory, and read once for all. A few operators follow at the same time: each has a thread
 * while there are events for it.
 */
@Component
final class EventStreams implements SmartLifecycle {

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int MAX_FOLLOWERS = 20;

    /** Older events are found by a search: a stream compares every event with its filter. */
    private static final long MAX_EVENTS_BEHIND = 100_000;

    private static final int MAX_ID_LENGTH = 2_000;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final StoredEvents stored;
    private final EventIndex index;
    private final EventSearch search;
    private final ReadModels models;
    private final SseSettings settings;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final Set<EventFollower> followers = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            MAX_FOLLOWERS,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new CustomizableThreadFactory("event-stream-"));

    private volatile boolean running;

    EventStreams(
            @Qualifier("notifyingEvents") StreamableMessageSource<TrackedEventMessage<?>> source,
            StoredEvents stored,
            EventIndex index,
            EventSearch search,
            ReadModels models,
            SseSettings settings) {
        this.source = source;
        this.stored = stored;
        this.index = index;
        this.search = search;
        this.models = models;
        this.settings = settings;
    }

    /**
     * Opens a stream.
     *
     * @param after position after which it begins, unless the request has a {@code Last-Event-ID}; null for the newest event
     */
    ResponseEntity<ResponseBodyEmitter> open(
            HttpServletRequest request, EventFilter filter, Masking masking, @Nullable String after) {
        models.requireSameEvents();
        String last = request.getHeader(LAST_EVENT_ID);
        TrackingToken head = source.createHeadToken();
        String begin = last == null ? after : last;
        TrackingToken from = begin == null ? head : token(begin, head);
        ResponseEntity.BodyBuilder response = EventStreamResponse.head();
        if (request.getMethod().equals("HEAD")) {
            return response.build();
        }
        EventFollower follower =
                new EventFollower(filter, masking, index, search, stored, settings, threads, followers::remove);
        synchronized (followers) {
            if (!running || followers.size() >= MAX_FOLLOWERS) {
                throw QueryProblemException.unavailable(
                        "too-many-streams", "This process has as many streams of events as it may: try again later.");
            }
            followers.add(follower);
        }
        try {
            return response.body(follower.open(source.openStream(from)));
        } catch (RuntimeException e) {
            followers.remove(follower);
            throw e;
        }
    }

    private TrackingToken token(String text, @Nullable TrackingToken head) {
        TrackingToken token;
        try {
            token = stored.tokenOf(text.substring(0, Math.min(text.length(), MAX_ID_LENGTH)));
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid("after", "Must be a position, or the id of a server-sent event.");
        }
        long behind = (head == null ? -1 : head.position().orElse(-1))
                - token.position().orElse(0);
        if (behind < 0) {
            throw QueryProblemException.invalid("after", "There is no event with this position yet.");
        }
        if (behind > MAX_EVENTS_BEHIND) {
            throw QueryProblemException.invalid(
                    "after", "Must be among the newest " + MAX_EVENTS_BEHIND + " events. A search finds older ones.");
        }
        return token;
    }

    @Override
    public void start() {
        running = true;
        scheduler.setThreadNamePrefix("event-streams-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        scheduler.scheduleWithFixedDelay(this::check, CHECK_INTERVAL);
    }

    private void check() {
        long now = System.nanoTime();
        boolean refused = models.isRefused();
        followers.forEach(follower -> {
            if (refused) {
                follower.end();
            } else {
                follower.checkTimers(now);
            }
        });
    }

    /** Ends all streams, so that graceful shutdown does not wait for them; clients reconnect to another process. */
    @Override
    public void stop() {
        synchronized (followers) {
            running = false;
        }
        scheduler.shutdown();
        followers.forEach(EventFollower::end);
        threads.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server waits for its open requests. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
