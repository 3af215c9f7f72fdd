package stockledger.query.sse;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.InvalidationEvents;

/** Keeps the connections of callers who stay, with few threads for all of them, and sends them what changes. */
public final class SseStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SseStreams.class);
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final int LONGEST_END_SECONDS = 2;

    private final StreamSettings settings;
    private final StreamMeters meters;
    private final InvalidationEvents changes;
    private final SubscriberRegistry watch;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(named("stream-looks"));
    private final ExecutorService writers;
    private final ChangeDispatcher lookout;
    private volatile boolean running;

    SseStreams(StreamSettings settings, StreamMeters meters, InvalidationEvents changes, Pages pages) {
        this.settings = settings;
        this.meters = meters;
        this.changes = changes;
        this.watch = new SubscriberRegistry(settings);
        this.writers = Executors.newFixedThreadPool(settings.writerThreads(), named("stream-writer"));
        this.lookout = new ChangeDispatcher(watch, pages, changes, settings, looks);
        meters.watch(watch);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Answers with a stream of the answers of these keys.
     *
     * @param keys each of them once
     * @param first finds what is sent at once; what it refuses is refused
     * @throws stockledger.query.http.QueryProblemException {@code too-many-streams} when there is no room for one more
     */
    public ResponseEntity<ResponseBodyEmitter> open(
            HttpServletRequest request, List<String> keys, Supplier<Map<String, CachedResponse>> first) {
        SseSubscriber viewer = new SseSubscriber(
                LastEventId.of(keys, request.getHeader(LAST_EVENT)), settings, meters, writers, watch);
        // It watches before it is told what there is: what changes in between comes after that.
        watch.add(viewer);
        boolean stays = false;
        try {
            viewer.begin(first.get());
            ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                    .contentType(MediaType.TEXT_EVENT_STREAM)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    // What stands between is asked to pass on each event as it comes.
                    .header("X-Accel-Buffering", "no");
            if (request.getMethod().equals("HEAD")) {
                return answer.build();
            }
            stays = true;
            return answer.body(viewer.open());
        } finally {
            if (!stays) {
                watch.remove(viewer);
            }
        }
    }

    @Override
    public void start() {
        changes.tell(lookout);
        looks.scheduleWithFixedDelay(this::round, 0, settings.recheckMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    private void round() {
        lookout.round();
        long now = System.nanoTime();
        watch.viewers().forEach(viewer -> viewer.tick(now));
    }

    /** Ends all streams, so that nobody waits for them: their callers come back to another process. */
    @Override
    public void stop() {
        running = false;
        looks.shutdown();
        watch.close().forEach(SseSubscriber::end);
        writers.shutdown();
        try {
            if (!writers.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("some streams did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Ends before the web server waits for its last answers. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
