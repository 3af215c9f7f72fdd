package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Queries of streams that load no aggregate. Existing streams are cached, since streams are never deleted. */
public final class KnownStreams {

    /** About 100 bytes each: 20 MB. */
    private static final int MAX_CACHED = 200_000;

    private final EventStore store;
    private final Cache<String, Boolean> existing =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    KnownStreams(EventStore store) {
        this.store = store;
    }

    public boolean exists(String stream) {
        if (existing.getIfPresent(stream) != null) {
            return true;
        }
        boolean exists = store.lastSequenceNumberFor(stream).isPresent();
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
        return store.lastSequenceNumberFor(stream).orElse(-1L);
    }

    /** The events of a stream after a version. */
    public DomainEventStream after(String stream, long version) {
        return store.readEvents(stream, version + 1);
    }
}
