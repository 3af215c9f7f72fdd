package stockledger.events.store;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that leaves out most events of the types that its reader does not handle. Axon's processors queue every event for
 * each of their segments, handled or not, and count those queues before each; in a bulk job that takes longer than to
 * read the events. Of a row of such events the last available one is delivered, so that the reader's token passes them.
 */
final class SkippingStream implements TrackingEventStream {

    /** Events left out between two that are delivered: a reader that restarts reads them again. */
    static final int MAX_SKIPPED = 500;

    private final TrackingEventStream stream;
    private final Set<Class<?>> unhandled = ConcurrentHashMap.newKeySet();
    private @Nullable TrackedEventMessage<?> next;

    SkippingStream(TrackingEventStream stream) {
        this.stream = stream;
    }

    @Override
    public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> message) {
        unhandled.add(message.getPayloadType());
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        hasNextAvailable();
        return Optional.ofNullable(next);
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        if (next == null && stream.hasNextAvailable(timeout, unit)) {
            next = stream.nextAvailable();
            for (int skipped = 0; isUnhandled(next) && skipped < MAX_SKIPPED && stream.hasNextAvailable(); skipped++) {
                next = stream.nextAvailable();
            }
        }
        return next != null;
    }

    private boolean isUnhandled(TrackedEventMessage<?> message) {
        return unhandled.contains(message.getPayloadType());
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (next == null) {
            hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS);
        }
        TrackedEventMessage<?> event = next;
        next = null;
        return event;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        return stream.setOnAvailableCallback(callback);
    }

    @Override
    public void close() {
        stream.close();
    }
}
