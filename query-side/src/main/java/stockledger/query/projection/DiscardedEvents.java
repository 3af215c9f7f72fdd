package stockledger.query.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/**
 * The events that operators have discarded: every epoch of a projection folds them without effect, also one that is built
 * later, by a release that could fold them. They are few, so each process knows all of them.
 *
 * <p>An event is known by its identifier: in an event store that was restored, another event may have its stream and number.
 */
final class DiscardedEvents {

    static final String NAME = "discarded_events";

    private final MongoDatabase database;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    DiscardedEvents(MongoDatabase database) {
        this.database = database;
    }

    /** Whether this process knows that an event is discarded. */
    boolean contains(Projection<?> projection, ProjectedEvent event) {
        return contains(projection.name(), event.id());
    }

    boolean contains(String projection, String eventId) {
        return !known.isEmpty() && known.contains(id(projection, eventId));
    }

    /** Whether an event is discarded which this process did not know. */
    boolean learns(Projection<?> projection, ProjectedEvent event) {
        String id = id(projection.name(), event.id());
        return !known.contains(id) && collection().find(eq("_id", id)).first() != null && known.add(id);
    }

    /** Discards the event at which a key is parked; without effect if it is discarded already. */
    void add(ParkedKey parked, String reason) {
        String id = id(parked.projection(), parked.eventId());
        Document document = new Document("_id", id)
                .append("projection", parked.projection())
                .append("eventId", parked.eventId())
                .append("stream", parked.stream())
                .append("sequence", parked.sequence())
                .append("reason", reason)
                .append("at", Date.from(Instant.now()));
        collection().replaceOne(eq("_id", id), document, new ReplaceOptions().upsert(true));
        known.add(id);
    }

    /** Reads those that other processes have added. */
    void refresh() {
        for (Document document : collection().find().projection(Projections.include("_id"))) {
            known.add(document.getString("_id"));
        }
    }

    private static String id(String projection, String eventId) {
        return projection + "/" + eventId;
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(NAME);
    }
}
