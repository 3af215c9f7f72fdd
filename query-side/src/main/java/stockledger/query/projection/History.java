package stockledger.query.projection;

import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** Folds a view from the events of its stream, for documents that have left their read model, see {@link Retention}. */
public final class History {

    private final EventStore events;

    History(EventStore events) {
        this.events = events;
    }

    /** The document of a key that has a single stream, as the projection would store it; null when the stream is empty. */
    public <V> @Nullable VersionedDocument<V> fold(Projection<V> projection, String key, String stream) {
        DomainEventStream stored = events.readEvents(stream, 0);
        V view = projection.empty(key);
        long version = -1;
        while (stored.hasNext()) {
            ProjectedEvent event = ProjectedEvent.of(stored.next());
            if (!projection.ignored().contains(event.payload().getClass())) {
                // One by one: what a view has for side collections is of the events folded last.
                view = projection.after(view, List.of(event));
            }
            version = event.sequence();
        }
        return version < 0 ? null : new VersionedDocument<>(key, 0, Map.of(stream, version), view);
    }
}
