package stockledger.command.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** Whether a stream exists. That it does is remembered, since streams never go away; that it does not is always asked. */
public final class KnownStreams {

    private final EventStore store;
    private final Cache<String, Boolean> known;

    KnownStreams(EventStore store, DispatchSettings settings) {
        this.store = store;
        this.known = Caffeine.newBuilder().maximumSize(settings.knownStreams()).build();
    }

    public boolean exists(String stream) {
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
}
