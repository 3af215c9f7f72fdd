package stockledger.standalone.servers;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started and must be ended, last started first. It may be ended while a start is still going on: what
 * is started after that is ended at once.
 */
final class StopOrder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StopOrder.class);

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean closed;

    /** Remembers what was just started. */
    <T extends AutoCloseable> T add(T part) {
        boolean tooLate;
        synchronized (this) {
            tooLate = closed;
            if (!tooLate) {
                started.push(part);
            }
        }
        if (tooLate) {
            end(part);
            throw new CannotStart("stopped while starting");
        }
        return part;
    }

    /** Forgets what has ended by itself. */
    synchronized void remove(AutoCloseable part) {
        started.remove(part);
    }

    @Override
    public void close() {
        for (AutoCloseable part = next(); part != null; part = next()) {
            end(part);
        }
    }

    private synchronized @org.jspecify.annotations.Nullable AutoCloseable next() {
        closed = true;
        return started.poll();
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("could not be ended in order: {}", e.getMessage());
        }
    }
}
