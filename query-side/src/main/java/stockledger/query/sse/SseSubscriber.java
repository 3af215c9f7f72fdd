package stockledger.query.sse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.cache.CachedResponse;

/**
 * One SSE connection. Of each SKU only the newest unsent page is queued, so a slow client skips versions. At most one
 * writer thread serves a connection at a time. While a client does not read, that thread waits, and {@link SseStreams} adds
 * others. The web server ends the wait after {@code server.tomcat.connection-timeout}, and the client is dropped.
 */
final class SseSubscriber {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    /** The client's delay before it reconnects, in milliseconds. */
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII);

    /** Passes the bytes through unconverted; the response already has its content type. */
    private static final MediaType RAW = MediaType.APPLICATION_OCTET_STREAM;

    private final LastEventId sentVersions;
    private final String caller;
    private final SseSettings settings;
    private final SseMeters meters;
    private final Executor writers;
    private final SubscriberRegistry registry;
    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
    private final long createdAtNanos = System.nanoTime();

    /** Also the lock that guards {@link #sentVersions}. */
    private final Map<String, CachedResponse> queue = new LinkedHashMap<>();

    /** Requests to write since the current writer last checked; 0 while there is no writer. */
    private final AtomicInteger writeRequests = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean opened;
    private volatile boolean retrySent;
    private volatile boolean heartbeatDue;
    private volatile boolean ending;
    private volatile boolean isWriting;
    private volatile long writingSinceNanos;
    private volatile long lastSentAtNanos = createdAtNanos;

    /** @param caller whose subscribers are bounded together */
    SseSubscriber(
            LastEventId sentVersions,
            String caller,
            SseSettings settings,
            SseMeters meters,
            Executor writers,
            SubscriberRegistry registry) {
        this.sentVersions = sentVersions;
        this.caller = caller;
        this.settings = settings;
        this.meters = meters;
        this.writers = writers;
        this.registry = registry;
    }

    List<String> keys() {
        return sentVersions.keys();
    }

    String caller() {
        return caller;
    }

    /** Queues the current pages, except those of exactly the version that the client has. */
    void offerFirst(Map<String, CachedResponse> pages) {
        synchronized (queue) {
            pages.forEach((key, page) -> {
                if (!sentVersions.isAt(key, page)) {
                    sentVersions.clear(key);
                    enqueue(key, page);
                }
            });
        }
    }

    /** Starts writing. */
    ResponseBodyEmitter open() {
        emitter.onCompletion(this::onCompletion);
        emitter.onError(failure -> drop());
        opened = true;
        requestWrite();
        return emitter;
    }

    /** Queues a page if it is newer than the sent and the queued one. */
    void offer(String key, CachedResponse page) {
        synchronized (queue) {
            enqueue(key, page);
        }
        requestWrite();
    }

    private void enqueue(String key, CachedResponse page) {
        CachedResponse queued = queue.get(key);
        boolean newer = queued == null
                ? sentVersions.isOlderThan(key, page)
                : LastEventId.isOlder(queued.productVersion(), queued.stockVersion(), page);
        if (newer && queue.put(key, page) != null) {
            meters.skipped.increment();
        }
    }

    /** Sends a heartbeat or ends the stream when its time has come. */
    void checkTimers(long nowNanos) {
        if (nowNanos - createdAtNanos >= settings.maxLifetime().toNanos()) {
            end();
        } else if (nowNanos - lastSentAtNanos >= settings.heartbeatInterval().toNanos()) {
            lastSentAtNanos = nowNanos;
            heartbeatDue = true;
            requestWrite();
        }
    }

    /** Ends the stream after the event that is being written. */
    void end() {
        ending = true;
        requestWrite();
    }

    /** Whether a writer has waited for the client for at least this long. */
    boolean isBlocked(long nowNanos, long minNanos) {
        return isWriting && nowNanos - writingSinceNanos >= minNanos;
    }

    private void requestWrite() {
        if (opened && !closed.get() && writeRequests.getAndIncrement() == 0) {
            try {
                writers.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // Shutting down: the web server closes the connection.
                writeRequests.set(0);
            }
        }
    }

    private void drain() {
        int seen;
        do {
            seen = writeRequests.get();
            writeQueued();
        } while (writeRequests.addAndGet(-seen) != 0);
    }

    private void writeQueued() {
        try {
            byte[] next = nextUnlessClosed();
            while (next != null) {
                writingSinceNanos = System.nanoTime();
                isWriting = true;
                emitter.send(next, RAW);
                isWriting = false;
                lastSentAtNanos = System.nanoTime();
                next = nextUnlessClosed();
            }
            if (ending && closed.compareAndSet(false, true)) {
                registry.remove(this);
                emitter.complete();
            }
        } catch (IOException | IllegalStateException e) {
            // The client disconnected; the web server ends the request.
            drop();
        } finally {
            isWriting = false;
        }
    }

    private byte @Nullable [] nextUnlessClosed() {
        return closed.get() || ending ? null : next();
    }

    private byte @Nullable [] next() {
        if (!retrySent) {
            retrySent = true;
            return RETRY;
        }
        CachedResponse page;
        String id;
        synchronized (queue) {
            Iterator<Map.Entry<String, CachedResponse>> entries =
                    queue.entrySet().iterator();
            if (!entries.hasNext()) {
                boolean due = heartbeatDue;
                heartbeatDue = false;
                return due ? HEARTBEAT : null;
            }
            Map.Entry<String, CachedResponse> oldest = entries.next();
            entries.remove();
            page = oldest.getValue();
            sentVersions.set(oldest.getKey(), page);
            id = sentVersions.encoded();
        }
        heartbeatDue = false;
        meters.sent.increment();
        byte[] head = ("id: " + id).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream event =
                new ByteArrayOutputStream(head.length + DATA.length + page.body().length + END.length);
        event.writeBytes(head);
        event.writeBytes(DATA);
        // One data line suffices: the JSON of a page contains no line breaks.
        event.writeBytes(page.body());
        event.writeBytes(END);
        return event.toByteArray();
    }

    private void drop() {
        if (closed.compareAndSet(false, true)) {
            registry.remove(this);
            meters.dropped.increment();
        }
    }

    private void onCompletion() {
        closed.set(true);
        registry.remove(this);
    }
}
