package stockledger.web.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** How long one request has waited for its body. */
final class BodyWait extends CallerWait {

    private static final ThreadLocal<BodyWait> CURRENT = new ThreadLocal<>();

    private final CallerWaits waits;
    private final HttpServletRequest request;
    private final boolean rows;
    private final Place place;
    private final long deadlineNanos;

    /** @param place which the request gives back while it waits for its body */
    BodyWait(CallerWaits waits, HttpServletRequest request, boolean rows, Place place) {
        super(waits);
        this.waits = waits;
        this.request = request;
        this.rows = rows;
        this.place = place;
        LimitsSettings settings = waits.settings();
        this.deadlineNanos = (rows ? settings.rowsDeadline() : settings.bodyDeadline()).toNanos();
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

    @Override
    boolean isUpload() {
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
            count(ready);
            return ready;
        }
        place.release();
        if (!waits.enter(this)) {
            throw BodyTooSlow.overloaded(request);
        }
        int count;
        try {
            count = await(socket::end, deadlineNanos, socket::readWaiting);
        } catch (SocketTimeoutException late) {
            throw BodyTooSlow.late(request);
        }
        if (!place.retake()) {
            throw BodyTooSlow.overloaded(request);
        }
        return count;
    }
}
