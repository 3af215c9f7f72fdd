package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** Folds parked keys of any epoch again. */
final class ParkedRetries {

    private final List<Projection<?>> projections;
    private final MongoDatabase database;
    private final EventStore events;
    private final DocumentListener listener;
    private final ParkingStore store;

    ParkedRetries(
            List<Projection<?>> projections,
            MongoDatabase database,
            EventStore events,
            DocumentListener listener,
            ParkingStore store) {
        this.projections = List.copyOf(projections);
        this.database = database;
        this.events = events;
        this.listener = listener;
        this.store = store;
    }

    /** The projection of this name; null for none. */
    @Nullable
    Projection<?> projection(String name) {
        return projections.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    List<Projection<?>> projections() {
        return projections;
    }

    /** Folds a key again, and writes its document. */
    Parking.Outcome retry(ParkedKey parked) {
        return parkingOf(parked).retry(parked);
    }

    /** Folds a key in memory. */
    Parking.Outcome rehearse(ParkedKey parked) {
        return parkingOf(parked).rehearse(parked);
    }

    /** The versions of the document of a key. */
    Map<String, Long> versions(ParkedKey parked) {
        return parkingOf(parked).versions(parked);
    }

    private Parking<?> parkingOf(ParkedKey parked) {
        Projection<?> projection = projection(parked.projection());
        if (projection == null) {
            throw new IllegalArgumentException("unknown projection " + parked.projection());
        }
        return parkingOf(projection, parked.ofEpoch());
    }

    private <V> Parking<V> parkingOf(Projection<V> projection, Epoch epoch) {
        return new Parking<>(
                new KeyFold.Source<>(projection, epoch, events, store.discarded()),
                new Documents<>(projection, database, epoch),
                store,
                listener);
    }
}
