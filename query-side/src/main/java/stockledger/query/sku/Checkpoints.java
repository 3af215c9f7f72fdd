package stockledger.query.sku;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.History;
import stockledger.query.projection.IdempotentInsert;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.StoredBson;
import stockledger.query.projection.VersionedDocument;

/**
 * Past states in MongoDB, from which the state at any instant is folded: one after each {@value #INTERVAL} events of a stream,
 * with the id STREAM#number. A SKU with fewer events has none.
 *
 * <p>A checkpoint is folded from the checkpoint before it and the events of its stream, so its id determines its content: batches
 * and rebuilds write the same ones. It only saves time: where one is missing, more events are read.
 */
final class Checkpoints {

    static final String NAME = "checkpoint";

    /** Events that a query of the past reads at most: some 20 ms. Writing one costs as much, once in so many events. */
    static final int INTERVAL = 1_000;

    private static final String ID = "_id";
    private static final char SEPARATOR = '#';

    /** The next character; names of streams have neither. */
    private static final char AFTER_SEPARATOR = '$';

    private static final String NEWEST = "newest";
    private static final String CONTENT = "content";

    private final MongoCollection<RawBsonDocument> collection;
    private final History events;

    Checkpoints(MongoCollection<Document> collection, History events) {
        this.collection = collection.withDocumentClass(RawBsonDocument.class);
        this.events = events;
    }

    /**
     * The end of a prefix for which there is a checkpoint.
     *
     * @param events length of the prefix
     */
    record End(String stream, long events) {}

    /** The stored content. */
    private record Content(SkuState state, StockOrigins origins) {}

    /** The same list, or with the end of a prefix that an event completes. */
    static List<End> withEnd(List<End> ends, ProjectedEvent event) {
        if ((event.sequence() + 1) % INTERVAL != 0) {
            return ends;
        }
        List<End> more = new ArrayList<>(ends);
        more.add(new End(event.stream(), event.sequence() + 1));
        return List.copyOf(more);
    }

    /** Writes the checkpoints that are due, and those before them that are missing. */
    void write(List<VersionedDocument<SkuState>> documents) {
        for (VersionedDocument<SkuState> document : documents) {
            Map<String, Long> last = new TreeMap<>();
            document.view().dueCheckpoints().forEach(end -> last.merge(end.stream(), end.events(), Math::max));
            last.forEach((stream, end) -> write(document.key(), stream, end));
        }
    }

    /**
     * Folds the checkpoints of a stream again from its first event, whatever is stored of them.
     *
     * @param events length of the stream
     */
    void replace(String sku, String stream, long events) {
        collection.deleteMany(and(gt(ID, stream + SEPARATOR), lt(ID, stream + AFTER_SEPARATOR)));
        write(sku, stream, events - events % INTERVAL);
    }

    private void write(String sku, String stream, long end) {
        StreamState before = last(sku, stream, end);
        if (before.events() == end) {
            return;
        }
        StreamState.Fold fold = new StreamState.Fold(before);
        events.read(SkuProjection.NAME, stream, before.events(), (event, hasEffect) -> {
            fold.add(event, hasEffect);
            if (fold.events() % INTERVAL == 0) {
                insert(fold.result());
            }
            return fold.events() < end;
        });
    }

    private void insert(StreamState state) {
        RawBsonDocument document = StoredBson.document(writer -> {
            writer.writeString(ID, id(state.stream(), state.events() / INTERVAL));
            writer.writeString(NEWEST, String.valueOf(state.state().asOf()));
            writer.writeName(CONTENT);
            StoredBson.writeText(writer, new Content(state.state(), state.origins()));
        });
        IdempotentInsert.insertAll(collection, List.of(document));
    }

    /** The last checkpoint of at most so many events; the empty state where there is none. */
    StreamState last(String sku, String stream, long maxEvents) {
        return find(sku, stream, maxEvents / INTERVAL, number -> exists(stream, number, newest -> true));
    }

    /** The last of these checkpoints all of whose events happened at an instant or before it; else the empty state. */
    StreamState last(String sku, String stream, long maxEvents, Instant asOf) {
        return find(
                sku,
                stream,
                maxEvents / INTERVAL,
                number ->
                        exists(stream, number, newest -> !Instant.parse(newest).isAfter(asOf)));
    }

    /** Later checkpoints have later newest events, so the last one is found by halving. The newest is asked for most often. */
    private StreamState find(String sku, String stream, long max, LongPredicate isUsable) {
        long usable = 0;
        long unusable = max + 1;
        long probe = max;
        while (probe > usable) {
            if (isUsable.test(probe)) {
                usable = probe;
            } else {
                unusable = probe;
            }
            probe = usable + (unusable - usable) / 2;
        }
        StreamState found = usable == 0 ? null : read(sku, stream, usable);
        return found == null ? StreamState.empty(sku, stream) : found;
    }

    private boolean exists(String stream, long number, Predicate<String> newest) {
        RawBsonDocument found = collection
                .find(eq(ID, id(stream, number)))
                .projection(Projections.include(NEWEST))
                .first();
        return found != null && newest.test(found.getString(NEWEST).getValue());
    }

    /** One checkpoint; null where it is missing. */
    @Nullable
    StreamState read(String sku, String stream, long number) {
        RawBsonDocument document = collection.find(eq(ID, id(stream, number))).first();
        if (document == null) {
            return null;
        }
        try (BsonReader reader = StoredBson.reader(document)) {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals(CONTENT)) {
                    Content content = StoredBson.readText(reader, Content.class);
                    return new StreamState(stream, number * INTERVAL, content.state(), content.origins());
                }
                reader.skipValue();
            }
        }
        throw new IllegalStateException("checkpoint of " + sku + " without content");
    }

    private static String id(String stream, long number) {
        return stream + SEPARATOR + number;
    }
}
