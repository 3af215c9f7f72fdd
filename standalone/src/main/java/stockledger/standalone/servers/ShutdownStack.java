package stockledger.standalone.servers;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the started parts, the last started first. It may be closed during a start: a part that is added later is closed
 * immediately.
 */
final class ShutdownStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownStack.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /**
     * Adds a part that was just started.
     *
     * @throws StartFailedException when the stack is closed already
     */
    <T extends AutoCloseable> T add(T part) {
        boolean alreadyClosed;
        synchronized (this) {
            alreadyClosed = closed;
            if (!alreadyClosed) {
                started.push(part);
            }
        }
        if (alreadyClosed) {
            close(part);
            throw new StartFailedException("it was stopped while it was starting");
        }
        return part;
    }

    /** Removes a part that has already ended. */
    synchronized void remove(AutoCloseable part) {
        started.remove(part);
    }

    @Override
    public void close() {
        for (AutoCloseable part = next(); part != null; part = next()) {
            close(part);
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        closed = true;
        return started.poll();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} was not stopped cleanly: {}", part.getClass().getSimpleName(), e.getMessage());
        }
    }
}
