package stockledger.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.events.EventStoreInspection;
import stockledger.events.EventStoreInspection.EventCoordinates;

/** A reader whose event store was restored from a backup reads all events again, and no other reader does. */
class RestoredEventsTest {

    private static final String READER = "reader";
    private static final String TOKENS = "tokens";
    private static final String RECORDS = "records";

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final Serializer serializer = JacksonSerializer.defaultSerializer();
    private final List<EventCoordinates> events = new ArrayList<>();
    private MongoClient client;
    private MongoDatabase database;
    private RestoredEvents restored;

    @BeforeEach
    void start() {
        client = MongoClients.create("mongodb://127.0.0.1:" + server.bind().getPort());
        database = client.getDatabase("test");
        EventStoreInspection store = mock(EventStoreInspection.class);
        when(store.last()).thenAnswer(call -> events.isEmpty() ? null : events.get(events.size() - 1));
        when(store.contains(any())).thenAnswer(call -> events.contains(call.<EventCoordinates>getArgument(0)));
        restored = new RestoredEvents(database, store, serializer, READER, TOKENS, RECORDS);
        append(5, "first");
        hasRead(4);
        restored.readAgainIfLost();
    }

    @AfterEach
    void stop() {
        client.close();
        server.shutdownNow();
    }

    private void append(int count, String history) {
        for (int i = 0; i < count; i++) {
            int number = events.size();
            events.add(new EventCoordinates(number, "stock:mug", number, history + number, Instant.EPOCH));
        }
    }

    private void loseFrom(int position) {
        events.subList(position, events.size()).clear();
    }

    private void hasRead(long position) {
        var token = serializer.serialize(new GlobalSequenceTrackingToken(position), byte[].class);
        database.getCollection(TOKENS).deleteMany(new Document());
        database.getCollection(TOKENS)
                .insertOne(new Document("processorName", READER)
                        .append("tokenType", token.getType().getName())
                        .append("token", new Binary(token.getData())));
        if (database.getCollection(RECORDS).countDocuments() == 0) {
            database.getCollection(RECORDS).insertOne(new Document("_id", "record"));
        }
    }

    private boolean readsAgain() {
        restored.readAgainIfLost();
        long left = database.getCollection(TOKENS).countDocuments();
        assertThat(database.getCollection(RECORDS).countDocuments()).isEqualTo(left);
        return left == 0;
    }

    @Test
    void notWhenAllEventsAreThere() {
        append(3, "first");
        restored.noteNewestEvent();
        hasRead(7);

        assertThat(readsAgain()).isFalse();
    }

    @Test
    void whenTheStoreEndsBeforeItsToken() {
        loseFrom(3);

        assertThat(readsAgain()).isTrue();
    }

    @Test
    void whenOtherEventsHaveTakenThePlacesOfLostOnes() {
        loseFrom(3);
        append(9, "second");

        assertThat(readsAgain()).isTrue();
    }

    @Test
    void whenTheOtherEventsCameWhileItRan() {
        loseFrom(3);
        append(9, "second");
        restored.noteNewestEvent();

        assertThat(readsAgain()).isTrue();
    }

    @Test
    void once() {
        loseFrom(3);
        append(9, "second");
        readsAgain();
        hasRead(11);

        assertThat(readsAgain()).isFalse();
    }
}
