package stockledger.web.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How long one request has waited for its body, and how much of it has arrived. Only the time inside of reads counts: a
 * caller is not late because the service is.
 */
final class BodyWait {

    /** How far behind the least rate a body may be: much longer than a lost packet takes. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final ThreadLocal<BodyWait> CURRENT = new ThreadLocal<>();

    private final BodyWaits waits;
    private final HttpServletRequest request;
    private final boolean rows;
    private final Place place;
    private final long deadlineNanos;
    private final double nanosPerByte;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long bytes;
    private volatile long waitedNanos;
    private volatile @Nullable Waiting waiting;

    /** A read that waits. */
    private record Waiting(SocketReads socket, long sinceNanos) {}

    /** @param place which the request gives back while it waits for its body */
    BodyWait(BodyWaits waits, HttpServletRequest request, boolean rows, Place place) {
        this.waits = waits;
        this.request = request;
        this.rows = rows;
        this.place = place;
        LimitsSettings settings = waits.settings();
        this.deadlineNanos = (rows ? settings.rowsDeadline() : settings.bodyDeadline()).toNanos();
        this.nanosPerByte =
                (double) TimeUnit.SECONDS.toNanos(1) / settings.bodyLeastRate().toBytes();
    }

    /** The body of this thread's request; null outside of one. */
    static @Nullable BodyWait current() {
        return CURRENT.get();
    }

    /** Sets the body of this thread's request, or null at its end. */
    static void setCurrent(@Nullable BodyWait body) {
        if (body == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(body);
        }
    }

    boolean isOfRows() {
        return rows;
    }

    /**
     * Reads some bytes of the body.
     *
     * @throws BodyTooSlow when they do not arrive in time
     */
    int read(SocketReads socket) throws IOException {
        int ready = socket.readArrived();
        if (ready != 0) {
            bytes += Math.max(ready, 0);
            return ready;
        }
        place.release();
        if (!waits.enter(this)) {
            throw BodyTooSlow.overloaded(request);
        }
        int count = await(socket);
        if (!place.retake()) {
            throw BodyTooSlow.overloaded(request);
        }
        return count;
    }

    private int await(SocketReads socket) throws IOException {
        Waiting read = new Waiting(socket, System.nanoTime());
        long leftNanos = Math.min(deadlineNanos - waitedNanos, GRACE_NANOS - behindNanos());
        waiting = read;
        try {
            if (leftNanos <= 0 || ended.get()) {
                throw late();
            }
            int count = socket.readWaiting(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos)));
            bytes += Math.max(count, 0);
            return count;
        } catch (SocketTimeoutException late) {
            throw late();
        } catch (IOException closed) {
            if (ended.get()) {
                throw late();
            }
            throw closed;
        } finally {
            waiting = null;
            waitedNanos += System.nanoTime() - read.sinceNanos();
            waits.exit(this);
        }
    }

    private RuntimeException late() {
        waits.countLate();
        return BodyTooSlow.late(request);
    }

    /** How long this body has waited beyond what the least rate allows for its bytes. */
    long behindNanos() {
        Waiting read = waiting;
        long inRead = read == null ? 0 : System.nanoTime() - read.sinceNanos();
        return waitedNanos + inRead - (long) (bytes * nanosPerByte);
    }

    /** Ends the read that waits; called by another thread. False when it has been ended before, or waits no more. */
    boolean end() {
        Waiting read = waiting;
        if (read == null || !ended.compareAndSet(false, true)) {
            return false;
        }
        read.socket().end();
        return true;
    }
}
