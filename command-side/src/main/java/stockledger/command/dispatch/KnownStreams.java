package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Queries of streams that load no aggregate. Existing streams are cached, since streams are never deleted. */
public final class KnownStreams {

    /** About 100 bytes each: 20 MB. */
    private static final int MAX_CACHED = 200_000;

    private final EventStore store;
    private final ExecutorService lookUps;
    private final Cache<String, Boolean> existing =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /** @param lookUps threads that read for requests: a client of an event store cannot be interrupted */
    KnownStreams(EventStore store, ExecutorService lookUps) {
        this.store = store;
        this.lookUps = lookUps;
    }

    public boolean exists(String stream) {
        if (existing.getIfPresent(stream) != null) {
            return true;
        }
        boolean exists = lastSequenceNumber(stream).isPresent();
        if (exists) {
            existing.put(stream, true);
        }
        return exists;
    }

    /** Throws the refusal when the stream does not exist. */
    public void require(String stream, Supplier<? extends Refusal> refusal) {
        if (!exists(stream)) {
            throw refusal.get();
        }
    }

    /** Sequence number of a stream's last event; −1 when it does not exist. */
    public long lastVersion(String stream) {
        return lastSequenceNumber(stream).orElse(-1L);
    }

    private Optional<Long> lastSequenceNumber(String stream) {
        if (RequestContext.currentDeadline() == null) {
            return store.lastSequenceNumberFor(stream);
        }
        Future<Optional<Long>> pending;
        try {
            pending = lookUps.submit(() -> store.lastSequenceNumberFor(stream));
        } catch (RejectedExecutionException e) {
            throw new CommandBusy();
        }
        try {
            return Deadline.await(pending);
        } catch (TimeoutException e) {
            pending.cancel(false);
            throw new DeadlinePassed();
        }
    }

    /** The events of a stream after a version. */
    public DomainEventStream after(String stream, long version) {
        return store.readEvents(stream, version + 1);
    }
}
