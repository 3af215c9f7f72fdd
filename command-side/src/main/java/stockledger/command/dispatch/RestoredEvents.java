package stockledger.command.dispatch;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the readers of the command side with the event store at a start. A reader that has read further than the last event
 * would never see the events that take the places of those that a restored store has lost. What it keeps in MongoDB is derived
 * from events, so it is deleted and read again.
 */
public final class RestoredEvents {

    private static final Logger LOG = LoggerFactory.getLogger(RestoredEvents.class);

    private final MongoDatabase database;
    private final EventStore events;
    private final Serializer serializer;

    public RestoredEvents(MongoDatabase database, EventStore events, Serializer serializer) {
        this.database = database;
        this.events = events;
        this.serializer = serializer;
    }

    /**
     * Deletes the tokens and records of a reader if they are of events that no longer exist.
     *
     * @param reader name of the processing group
     * @param tokens collection of its tracking tokens
     * @param records collection of what it keeps
     */
    public void readAgainIfLost(String reader, String tokens, String records) {
        MongoCollection<Document> stored = database.getCollection(tokens);
        long read = -1;
        for (Document document : stored.find(eq("processorName", reader))) {
            read = Math.max(read, position(document));
        }
        TrackingToken head = events.createHeadToken();
        long last = head == null ? -1 : head.position().orElse(-1);
        if (read > last) {
            LOG.warn(
                    "The event store went back in time: {} has read event {}, and the last one is {}. Its records are deleted,"
                            + " and all events are read again",
                    reader,
                    read,
                    last);
            database.getCollection(records).deleteMany(new Document());
            stored.deleteMany(eq("processorName", reader));
        }
    }

    private long position(Document document) {
        Binary bytes = document.get("token", Binary.class);
        String type = document.getString("tokenType");
        if (bytes == null || type == null) {
            return -1;
        }
        TrackingToken token =
                serializer.deserialize(new SimpleSerializedObject<>(bytes.getData(), byte[].class, type, null));
        return token == null ? -1 : token.position().orElse(-1);
    }
}
