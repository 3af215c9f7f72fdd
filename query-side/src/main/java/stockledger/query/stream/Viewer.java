package stockledger.query.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
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
import stockledger.query.cache.Ready;

/**
 * One caller who stays. What it has not been sent yet is kept for it, of each SKU the newest only, so that a slow one
 * misses what came between and holds nobody up. Nothing here waits for it: it is written to when it can take more.
 */
final class Viewer implements WriteListener, AsyncListener {

    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Marks marks;
    private final StreamSettings settings;
    private final StreamMeters meters;
    private final Executor writers;
    private final Watch watch;
    private final long since = System.nanoTime();

    /** Guards itself and the marks. */
    private final Map<String, Ready> waiting = new LinkedHashMap<>();

    /** How often somebody has asked for writing since the one who writes began; zero while nobody does. */
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicBoolean queued = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    /** The web server uses its contexts again: one that was ended may belong to another caller by now. */
    private final AtomicBoolean released = new AtomicBoolean();

    private @Nullable AsyncContext context;
    private volatile @Nullable ServletOutputStream out;
    private volatile boolean greeted;
    private volatile boolean beat;
    private volatile boolean ending;
    private volatile long lastSent = since;
    private boolean unflushed;

    Viewer(Marks marks, StreamSettings settings, StreamMeters meters, Executor writers, Watch watch) {
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
    void begin(Map<String, Ready> pages) {
        synchronized (waiting) {
            pages.forEach((key, page) -> {
                if (!marks.isAt(key, page)) {
                    marks.forget(key);
                    put(key, page);
                }
            });
        }
    }

    /** From now on the caller may be written to, as soon as its connection says so. */
    void open(AsyncContext stays) throws IOException {
        context = stays;
        stays.setTimeout(0);
        stays.addListener(this);
        stays.getResponse().getOutputStream().setWriteListener(this);
    }

    /** An answer that may be newer than what the caller has. */
    void offer(String key, Ready page) {
        synchronized (waiting) {
            put(key, page);
        }
        write();
    }

    private void put(String key, Ready page) {
        Ready before = waiting.get(key);
        boolean newer = before == null
                ? marks.isBefore(key, page)
                : Marks.isBefore(before.productVersion(), before.stockVersion(), page);
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

    /** Ends the stream; what has begun to be sent is sent to its end if the connection takes it at once. */
    void end() {
        ending = true;
        write();
    }

    private void write() {
        if (queued.compareAndSet(false, true)) {
            try {
                writers.execute(this::writeQueued);
            } catch (RejectedExecutionException e) {
                // This process ends, and with it the stream.
            }
        }
    }

    private void writeQueued() {
        queued.set(false);
        try {
            writeAlone();
        } catch (IOException e) {
            // The web server has seen it too, and tells onError.
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        if (out == null) {
            AsyncContext stays = context;
            out = stays == null ? null : stays.getResponse().getOutputStream();
        }
        writeAlone();
    }

    /**
     * Writes, unless another thread does: that one then looks once more. No lock is held meanwhile, since the web
     * server holds its own while it calls us.
     */
    private void writeAlone() throws IOException {
        int done = asked.incrementAndGet();
        if (done != 1) {
            return;
        }
        IOException failed = null;
        do {
            try {
                writeWhatFits();
            } catch (IOException e) {
                failed = e;
                drop();
            } catch (RuntimeException e) {
                // The web server has ended it meanwhile.
                drop();
                release();
            }
            done = asked.addAndGet(-done);
        } while (done != 0);
        if (failed != null) {
            throw failed;
        }
    }

    private void writeWhatFits() throws IOException {
        ServletOutputStream to = out;
        while (to != null && !over.get() && to.isReady()) {
            if (unflushed) {
                unflushed = false;
                to.flush();
                continue;
            }
            byte[] next = ending ? null : next();
            if (next == null) {
                break;
            }
            to.write(next);
            unflushed = true;
            lastSent = System.nanoTime();
        }
        if (to != null && ending) {
            complete();
        }
    }

    private byte @Nullable [] next() {
        if (!greeted) {
            greeted = true;
            return ("retry: " + settings.retryMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII);
        }
        Ready page;
        String id;
        synchronized (waiting) {
            Iterator<Map.Entry<String, Ready>> oldest = waiting.entrySet().iterator();
            if (!oldest.hasNext()) {
                boolean due = beat;
                beat = false;
                return due ? BEAT : null;
            }
            Map.Entry<String, Ready> first = oldest.next();
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

    private void complete() {
        if (over.compareAndSet(false, true)) {
            watch.remove(this);
            release();
        }
    }

    private void drop() {
        if (over.compareAndSet(false, true)) {
            watch.remove(this);
            meters.dropped.increment();
        }
    }

    private void release() {
        AsyncContext stays = context;
        if (stays != null && released.compareAndSet(false, true)) {
            try {
                stays.complete();
            } catch (IllegalStateException e) {
                // The web server was faster.
            }
        }
    }

    @Override
    public void onError(Throwable failed) {
        drop();
        release();
    }

    @Override
    public void onError(AsyncEvent event) {
        drop();
        release();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over.set(true);
        released.set(true);
        watch.remove(this);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // It stays as it is.
    }
}
