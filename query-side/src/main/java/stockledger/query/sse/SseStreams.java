package stockledger.query.sse;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.InvalidationEvents;
import stockledger.query.http.EventStreamResponse;
import stockledger.web.security.Caller;

/** Serves SSE connections with a few threads for all of them, and one for each whose client does not read. */
public final class SseStreams implements SmartLifecycle {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** Without Redis a change is sent at most this long after the maximum staleness of the cache. */
    private static final Duration RECHECK_INTERVAL = Duration.ofMillis(250);

    /** Clients that do not read delay the shutdown by no more than this. */
    private static final int SHUTDOWN_SECONDS = 2;

    /** Threads that write to clients which read; a thread that waits for a client is not one of them. */
    private static final int FREE_WRITERS = 16;

    /** A client that reads takes an event in much less. */
    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int WRITER_KEEP_ALIVE_SECONDS = 10;

    private final SseSettings settings;
    private final SseMeters meters;
    private final InvalidationEvents invalidations;
    private final SubscriberRegistry subscribers;
    private final ThreadPoolTaskScheduler scheduler;
    private final ThreadPoolTaskExecutor writers;
    private final ChangeDispatcher dispatcher;
    private volatile @Nullable ScheduledFuture<?> rechecks;

    SseStreams(
            SseSettings settings,
            SseMeters meters,
            InvalidationEvents invalidations,
            PageSource pages,
            ThreadPoolTaskScheduler scheduler) {
        this.settings = settings;
        this.meters = meters;
        this.invalidations = invalidations;
        this.scheduler = scheduler;
        this.subscribers = new SubscriberRegistry(settings);
        this.writers = writers(settings.maxSubscribers());
        this.dispatcher = new ChangeDispatcher(subscribers, pages, invalidations, RECHECK_INTERVAL, scheduler);
        meters.register(subscribers);
    }

    /** A pool of its own: writes block while a client does not read, and must not delay the scheduler. */
    private static ThreadPoolTaskExecutor writers(int subscribers) {
        ThreadPoolTaskExecutor writers = new ThreadPoolTaskExecutor();
        writers.setCorePoolSize(FREE_WRITERS);
        writers.setMaxPoolSize(FREE_WRITERS + subscribers);
        writers.setAllowCoreThreadTimeOut(true);
        writers.setKeepAliveSeconds(WRITER_KEEP_ALIVE_SECONDS);
        writers.setThreadNamePrefix("sse-writer-");
        writers.setDaemon(true);
        writers.setWaitForTasksToCompleteOnShutdown(true);
        writers.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
        writers.initialize();
        return writers;
    }

    /**
     * Opens a stream of the pages of these keys.
     *
     * @param keys distinct keys
     * @param firstPages reads the pages that are sent at once; its exceptions refuse the request
     * @throws stockledger.query.http.QueryProblemException {@code too-many-streams} above the configured limits
     */
    public ResponseEntity<ResponseBodyEmitter> open(
            HttpServletRequest request, List<String> keys, Supplier<Map<String, CachedResponse>> firstPages) {
        SseSubscriber subscriber = new SseSubscriber(
                LastEventId.of(keys, request.getHeader(LAST_EVENT_ID)),
                Caller.key(request),
                settings,
                meters,
                writers,
                subscribers);
        // Subscribe before reading: a change during the read is then sent after it.
        subscribers.add(subscriber);
        boolean open = false;
        try {
            subscriber.offerFirst(firstPages.get());
            ResponseEntity.BodyBuilder response = EventStreamResponse.head();
            if (request.getMethod().equals("HEAD")) {
                return response.build();
            }
            open = true;
            return response.body(subscriber.open());
        } finally {
            if (!open) {
                subscribers.remove(subscriber);
            }
        }
    }

    @Override
    public void start() {
        invalidations.addListener(dispatcher);
        rechecks = scheduler.scheduleWithFixedDelay(this::recheck, RECHECK_INTERVAL);
    }

    private void recheck() {
        dispatcher.recheck();
        long now = System.nanoTime();
        subscribers.all().forEach(subscriber -> subscriber.checkTimers(now));
        replaceBlockedWriters(now);
    }

    /** Twice as many as are blocked, so that a crowd of clients which do not read is outnumbered within few rechecks. */
    private void replaceBlockedWriters(long now) {
        int blocked = (int) subscribers.all().stream()
                .filter(subscriber -> subscriber.isBlocked(now, BLOCKED_NANOS))
                .count();
        int threads = FREE_WRITERS + Math.min(settings.maxSubscribers(), 2 * blocked);
        if (threads != writers.getCorePoolSize()) {
            writers.setCorePoolSize(threads);
        }
    }

    /** Ends all streams, so that graceful shutdown does not wait for them; clients reconnect to another process. */
    @Override
    public void stop() {
        ScheduledFuture<?> running = rechecks;
        if (running != null) {
            running.cancel(false);
            rechecks = null;
        }
        subscribers.close().forEach(SseSubscriber::end);
        writers.shutdown();
    }

    @Override
    public boolean isRunning() {
        return rechecks != null;
    }

    /** Stops before the web server waits for its open requests. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
