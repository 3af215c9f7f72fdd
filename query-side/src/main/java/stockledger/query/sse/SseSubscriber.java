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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.cache.CachedResponse;

/**
 * One caller who stays. What it has not been sent yet is kept for it, of each SKU the newest only, so that a slow one
 * misses what came between. One thread at a time sends to it, whatever many ask for.
 */
final class SseSubscriber {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    /** The events are written as they are; the answer itself says what they are. */
    private static final MediaType AS_IT_IS = MediaType.APPLICATION_OCTET_STREAM;

    private final LastEventId marks;
    private final StreamSettings settings;
    private final StreamMeters meters;
    private final Executor writers;
    private final SubscriberRegistry watch;
    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
    private final long since = System.nanoTime();

    /** Guards itself and the marks. */
    private final Map<String, CachedResponse> waiting = new LinkedHashMap<>();

    /** How often somebody has asked for writing since the one who writes began; zero while nobody does. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean opened;
    private volatile boolean greeted;
    private volatile boolean beat;
    private volatile boolean ending;
    private volatile long lastSent = since;

    SseSubscriber(
            LastEventId marks,
            StreamSettings settings,
            StreamMeters meters,
            Executor writers,
            SubscriberRegistry watch) {
        this.marks = marks;
        this.settings = settings;
        this.meters = meters;
        this.writers = writers;
        this.watch = watch;
    }

    List<String> keys() {
        return marks.keys();
    }

    /** What is known when the caller comes: all that is not the very answer that it says it has is sent. */
    void begin(Map<String, CachedResponse> pages) {
        synchronized (waiting) {
            pages.forEach((key, page) -> {
                if (!marks.isAt(key, page)) {
                    marks.forget(key);
                    put(key, page);
                }
            });
        }
    }

    /** From now on the caller is written to. */
    ResponseBodyEmitter open() {
        emitter.onCompletion(this::gone);
        emitter.onError(failed -> drop());
        opened = true;
        write();
        return emitter;
    }

    /** An answer that may be newer than what the caller has. */
    void offer(String key, CachedResponse page) {
        synchronized (waiting) {
            put(key, page);
        }
        write();
    }

    private void put(String key, CachedResponse page) {
        CachedResponse before = waiting.get(key);
        boolean newer = before == null
                ? marks.isBefore(key, page)
                : LastEventId.isBefore(before.productVersion(), before.stockVersion(), page);
        if (newer && waiting.put(key, page) != null) {
            meters.skipped.increment();
        }
    }

    /** A moment has passed: the caller is sent a sign, or its time is over. */
    void tick(long now) {
        if (now - since >= TimeUnit.SECONDS.toNanos(settings.longestLifeSeconds())) {
            end();
        } else if (now - lastSent >= TimeUnit.SECONDS.toNanos(settings.heartbeatSeconds())) {
            lastSent = now;
            beat = true;
            write();
        }
    }

    /** Ends the stream, after what is being sent just now. */
    void end() {
        ending = true;
        write();
    }

    private void write() {
        if (opened && !over.get() && asked.getAndIncrement() == 0) {
            try {
                writers.execute(this::writeAll);
            } catch (RejectedExecutionException e) {
                // This process ends, and with it the stream.
            }
        }
    }

    private void writeAll() {
        int done;
        do {
            done = asked.get();
            writeWhatWaits();
        } while (asked.addAndGet(-done) != 0);
    }

    private void writeWhatWaits() {
        try {
            byte[] next = nextUnlessOver();
            while (next != null) {
                emitter.send(next, AS_IT_IS);
                lastSent = System.nanoTime();
                next = nextUnlessOver();
            }
            if (ending && over.compareAndSet(false, true)) {
                watch.remove(this);
                emitter.complete();
            }
        } catch (IOException | IllegalStateException e) {
            // It has left; the web server has seen it too, and ends what is left of the connection.
            drop();
        }
    }

    private byte @Nullable [] nextUnlessOver() {
        return over.get() || ending ? null : next();
    }

    private byte @Nullable [] next() {
        if (!greeted) {
            greeted = true;
            return ("retry: " + settings.retryMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII);
        }
        CachedResponse page;
        String id;
        synchronized (waiting) {
            Iterator<Map.Entry<String, CachedResponse>> oldest =
                    waiting.entrySet().iterator();
            if (!oldest.hasNext()) {
                boolean due = beat;
                beat = false;
                return due ? BEAT : null;
            }
            Map.Entry<String, CachedResponse> first = oldest.next();
            oldest.remove();
            page = first.getValue();
            marks.set(first.getKey(), page);
            id = marks.id();
        }
        beat = false;
        meters.events.increment();
        byte[] head = ("id: " + id).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream event =
                new ByteArrayOutputStream(head.length + DATA.length + page.body().length + END.length);
        event.writeBytes(head);
        event.writeBytes(DATA);
        // Ready answers are one line: JSON as it is written here has no line break between members, nor in texts.
        event.writeBytes(page.body());
        event.writeBytes(END);
        return event.toByteArray();
    }

    private void drop() {
        if (over.compareAndSet(false, true)) {
            watch.remove(this);
            meters.dropped.increment();
        }
    }

    /** The web server is done with the connection. */
    private void gone() {
        over.set(true);
        watch.remove(this);
    }
}
