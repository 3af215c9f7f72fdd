package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** What is stored of a stream, asked beside its aggregate. That it exists is remembered, since streams never go away; that it does not is always asked. */
public final class KnownStreams {

    private final EventStore store;
    private final Cache<String, Boolean> known;

    KnownStreams(EventStore store, DispatchSettings settings) {
        this.store = store;
        this.known = Caffeine.newBuilder().maximumSize(settings.knownStreams()).build();
    }

    public boolean exists(String stream) {
        ValidationOnly.endsHere();
        if (known.getIfPresent(stream) != null) {
            return true;
        }
        boolean exists = store.lastSequenceNumberFor(stream).isPresent();
        if (exists) {
            known.put(stream, true);
        }
        return exists;
    }

    /** Refuses when the stream does not exist. */
    public void require(String stream, Supplier<? extends Refusal> otherwise) {
        if (!exists(stream)) {
            throw otherwise.get();
        }
    }

    /** Sequence number of a stream's last event; −1 when it has none. */
    public long lastVersion(String stream) {
        ValidationOnly.endsHere();
        return store.lastSequenceNumberFor(stream).orElse(-1L);
    }

    /** What happened in a stream after one of its events. */
    public DomainEventStream after(String stream, long version) {
        ValidationOnly.endsHere();
        return store.readEvents(stream, version + 1);
    }
}
