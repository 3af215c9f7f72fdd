package stockledger.query.overview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.StoredJson;
import stockledger.query.sse.SseSettings;

/**
 * Sends the overview to everybody who watches, every two seconds, computed and rendered once for all. There is no timer while
 * nobody watches. A client that does not read misses overviews and delays no other one.
 */
@Component
class OverviewStreams implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OverviewStreams.class);

    private static final int MAX_STREAMS = 100;
    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Passes the bytes through unconverted; the response already has its content type. */
    private static final MediaType RAW = MediaType.APPLICATION_OCTET_STREAM;

    private final OverviewSampler sampler;
    private final SseSettings settings;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private final ThreadPoolExecutor threads;
    private @Nullable ScheduledFuture<?> ticks;
    private volatile boolean running;

    OverviewStreams(OverviewSampler sampler, SseSettings settings) {
        this.sampler = sampler;
        this.settings = settings;
        CustomizableThreadFactory factory = new CustomizableThreadFactory("overview-stream-");
        factory.setDaemon(true);
        this.threads = new ThreadPoolExecutor(
                0, MAX_STREAMS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    private final class Subscriber {

        private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
        private final long createdAtNanos = System.nanoTime();
        private final AtomicBoolean writing = new AtomicBoolean();

        /** Sends an event, unless the one before is still being sent. */
        void send(byte[] event) {
            if (!writing.compareAndSet(false, true)) {
                return;
            }
            try {
                threads.execute(() -> write(event));
            } catch (RejectedExecutionException e) {
                writing.set(false);
            }
        }

        private void write(byte[] event) {
            try {
                emitter.send(event, RAW);
                if (!running
                        || System.nanoTime() - createdAtNanos
                                >= settings.maxLifetime().toNanos()) {
                    emitter.complete();
                    remove(this);
                }
            } catch (IOException | IllegalStateException e) {
                // The client disconnected; the web server ends the request.
                remove(this);
            } finally {
                writing.set(false);
            }
        }
    }

    /** Opens a stream, which begins with the current overview. */
    ResponseBodyEmitter open() {
        Subscriber subscriber = new Subscriber();
        synchronized (this) {
            if (!running || subscribers.size() >= MAX_STREAMS) {
                throw QueryProblemException.unavailable(
                        "too-many-streams",
                        "This process has as many streams of the overview as it may: try again later.");
            }
            subscribers.add(subscriber);
            if (ticks == null) {
                ticks = scheduler.scheduleAtFixedRate(
                        this::tick, scheduler.getClock().instant().plus(INTERVAL), INTERVAL);
            }
        }
        subscriber.emitter.onCompletion(() -> remove(subscriber));
        subscriber.emitter.onError(failure -> remove(subscriber));
        subscriber.send(event(sampler.current()));
        return subscriber.emitter;
    }

    private synchronized void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
        if (subscribers.isEmpty() && ticks != null) {
            ticks.cancel(false);
            ticks = null;
        }
    }

    private void tick() {
        try {
            byte[] event = event(sampler.current());
            subscribers.forEach(subscriber -> subscriber.send(event));
        } catch (RuntimeException e) {
            LOG.warn("the overview cannot be computed: {}", e.toString());
        }
    }

    private static byte[] event(Overview overview) {
        return ("retry: 2000\ndata: " + StoredJson.mapper().writeValueAsString(overview) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether there is a timer. */
    synchronized boolean isTicking() {
        return ticks != null;
    }

    @Override
    public void start() {
        scheduler.setThreadNamePrefix("overview-ticks-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        running = true;
    }

    /** Ends all streams, so that graceful shutdown does not wait for them; clients reconnect to another process. */
    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
        subscribers.forEach(subscriber -> {
            subscriber.emitter.complete();
            remove(subscriber);
        });
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
