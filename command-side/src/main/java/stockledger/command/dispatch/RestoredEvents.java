package stockledger.command.dispatch;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Duration;
import java.util.Date;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.TaskScheduler;
import stockledger.events.EventStoreInspection;
import stockledger.events.EventStoreInspection.EventCoordinates;

/**
 * Finds out at a start whether the event store has lost events that a reader of the command side has read, since it was restored from
 * a backup. The reader would never see the events that have taken their places. What it keeps in MongoDB is derived from events,
 * so it is deleted and read again.
 *
 * <p>Events are lost if a token of the reader is beyond the last event, or if the store lacks the event that was its newest when the reader
 * ran: this event is noted in MongoDB, with its identifier.
 */
public final class RestoredEvents {

    /** How often the newest event is noted. Events lost within this time are found only if the store ends before the token. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    static final String KNOWN_EVENTS = "reader_known_events";

    private static final Logger LOG = LoggerFactory.getLogger(RestoredEvents.class);

    private final MongoDatabase database;
    private final EventStoreInspection store;
    private final Serializer serializer;
    private final String reader;
    private final String tokens;
    private final String records;

    /**
     * For one reader.
     *
     * @param reader name of the processing group
     * @param tokens collection of its tracking tokens
     * @param records collection of what it keeps
     */
    public RestoredEvents(
            MongoDatabase database,
            EventStoreInspection store,
            Serializer serializer,
            String reader,
            String tokens,
            String records) {
        this.database = database;
        this.store = store;
        this.serializer = serializer;
        this.reader = reader;
        this.tokens = tokens;
        this.records = records;
    }

    /** Deletes the tokens and records of the reader if they are of events that no longer exist. Called before it starts. */
    public void readAgainIfLost() {
        MongoCollection<Document> stored = database.getCollection(tokens);
        long read = -1;
        for (Document document : stored.find(eq("processorName", reader))) {
            read = Math.max(read, position(document));
        }
        EventCoordinates newest = store.last();
        long last = newest == null ? -1 : newest.position();
        EventCoordinates known = known();
        boolean isKnown = known == null || store.contains(known);
        if (read > last || !isKnown) {
            LOG.warn(
                    "The event store went back in time: {} has read event {}, the last one is {}, and the newest known event"
                            + " is {}. Its records are deleted, and all events are read again",
                    reader,
                    read,
                    last,
                    isKnown ? "there" : "missing");
            database.getCollection(records).deleteMany(new Document());
            stored.deleteMany(eq("processorName", reader));
            // Last: if this process stops before, the next one finds the same.
            known = null;
            knownEvents().deleteOne(eq("_id", reader));
        }
        note(known, newest);
    }

    /** Notes the newest event from now on. Called once the reader has started. */
    public void noteNewestEvents(TaskScheduler scheduler) {
        scheduler.scheduleWithFixedDelay(
                this::tryToNoteNewestEvent, scheduler.getClock().instant().plus(INTERVAL), INTERVAL);
    }

    private void tryToNoteNewestEvent() {
        try {
            noteNewestEvent();
        } catch (RuntimeException e) {
            LOG.debug("the newest event is not noted", e);
        }
    }

    /** Notes the newest event, unless the store lacks the one that was noted before: the next start must find that. */
    void noteNewestEvent() {
        EventCoordinates newest = store.last();
        EventCoordinates known = known();
        if (newest != null && !newest.equals(known) && (known == null || store.contains(known))) {
            note(known, newest);
        }
    }

    private void note(@Nullable EventCoordinates known, @Nullable EventCoordinates newest) {
        if (newest != null && !newest.equals(known)) {
            knownEvents()
                    .replaceOne(
                            eq("_id", reader),
                            new Document("_id", reader)
                                    .append("position", newest.position())
                                    .append("stream", newest.stream())
                                    .append("sequence", newest.sequence())
                                    .append("event", newest.id())
                                    .append("at", Date.from(newest.at())),
                            new ReplaceOptions().upsert(true));
        }
    }

    private @Nullable EventCoordinates known() {
        Document found = knownEvents().find(eq("_id", reader)).first();
        return found == null
                ? null
                : new EventCoordinates(
                        found.getLong("position"),
                        found.getString("stream"),
                        found.getLong("sequence"),
                        found.getString("event"),
                        found.getDate("at").toInstant());
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

    private MongoCollection<Document> knownEvents() {
        return database.getCollection(KNOWN_EVENTS);
    }
}
