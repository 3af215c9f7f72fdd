package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import stockledger.web.ApiContract;

/**
 * Refuses commands while the disk of the event store is almost full, so that what was accepted can be finished: holds still
 * expire, and a crash is still recovered. PostgreSQL would end when its disk is full. An API key can still be revoked: its
 * event is small, and a stolen key must not stay valid.
 *
 * <p>The first caller of each second measures, which is one system call. So no thread is needed for it.
 */
public final class FreeSpace implements HandlerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Commands are accepted again when this share of the minimum is free above it. */
    private static final int HYSTERESIS = 10;

    /** Measures the free space of a disk. */
    @FunctionalInterface
    interface Source {
        long bytes() throws IOException;
    }

    private final long minFree;
    private final AtomicLong measureAt = new AtomicLong(System.nanoTime());
    private volatile @Nullable Source source;
    private volatile long free = Long.MAX_VALUE;
    private volatile boolean low;

    private FreeSpace(@Nullable Source source, long minFree) {
        this.source = source;
        this.minFree = minFree;
    }

    static FreeSpace of(StorageSettings settings) {
        Path folder = settings.folder();
        return new FreeSpace(
                folder == null ? null : source(folder), settings.minFree().toBytes());
    }

    private static Source source(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store::getUsableSpace;
        } catch (IOException e) {
            throw new IllegalStateException("the free space of " + folder + " cannot be measured", e);
        }
    }

    /** Whether commands are refused now. */
    public boolean isLow() {
        Source disk = source;
        if (disk != null) {
            long now = System.nanoTime();
            long due = measureAt.get();
            if (now - due >= 0 && measureAt.compareAndSet(due, now + INTERVAL_NANOS)) {
                measure(disk);
            }
        }
        return low;
    }

    private void measure(Source disk) {
        try {
            long bytes = disk.bytes();
            boolean was = low;
            free = bytes;
            low = bytes < (was ? minFree + minFree / HYSTERESIS : minFree);
            if (low != was) {
                LOG.warn(
                        "Commands are {}: {} bytes are free on the disk of the event store, the minimum is {}",
                        low ? "refused" : "accepted again",
                        bytes,
                        minFree);
            }
        } catch (IOException e) {
            LOG.warn("The free space of the event store's disk cannot be measured: {}", e.toString());
        }
    }

    /** Whether a disk is watched. */
    boolean isWatched() {
        return source != null;
    }

    /** Free bytes when they were measured last; queries of this value measure too. */
    long free() {
        isLow();
        return free;
    }

    long minFree() {
        return minFree;
    }

    /** Measures with this source from now on. */
    void measureWith(@Nullable Source replaced) {
        source = replaced;
        measureAt.set(System.nanoTime());
        if (replaced == null) {
            low = false;
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && HttpConfiguration.SIDE.owns(method)
                && needsFreeSpace(method)
                && isLow()) {
            throw new InsufficientStorage();
        }
        return true;
    }

    private static boolean needsFreeSpace(HandlerMethod method) {
        ApiContract contract = method.getMethodAnnotation(ApiContract.class);
        return contract == null || contract.needsFreeSpace();
    }
}
