package stockledger.query.cache;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/**
 * What of Redis is to be believed, agreed upon in MongoDB.
 *
 * <p>The names of all that Redis holds begin with a word. When something that should be in Redis could not be written, its
 * slot is counted on, and so all answers of this slot bear other names: what was there before is not asked for again. Lists
 * hold all products together, so of them it is noted which products they lack; who reads that asks MongoDB until
 * {@link MissedWriteReplayer} has put them in. When Redis began anew from what it had kept, all words are drawn anew.
 */
final class CacheGenerationStore {

    static final String COLLECTION = "cache_generation";

    /** Beyond this it is cheaper to fill the lists anew, and to read this document stays cheap. */
    static final int MOST_OWED = 2_000;

    private static final String ID = "generation";
    private static final String WORD = "word";
    private static final String AISLES = "aisles";
    private static final String SLOTS = "slots";
    private static final String OWED = "owed";
    private static final String DOUBTS = "doubts";
    private static final String REDIS = "redis";
    private static final String NAME = "name";
    private static final String KEYS = "keys";
    private static final Bson ALL = new Document("_id", ID);

    private final MongoDatabaseFactory mongo;
    private final int parts;
    private final CacheMeters meters;
    private final AtomicLong readings = new AtomicLong();
    private volatile @Nullable CacheGeneration known;
    private long readingOfKnown;

    /**
     * The generation that all processes share.
     *
     * @param parts parts of the lists under words that are drawn here
     */
    CacheGenerationStore(MongoDatabaseFactory mongo, int parts, CacheMeters meters) {
        this.mongo = mongo;
        this.parts = parts;
        this.meters = meters;
    }

    /** What this process knows; null before MongoDB was reached. */
    @Nullable
    CacheGeneration known() {
        return known;
    }

    /** What all that is read of lists rests on now. */
    String wordOfLists() {
        CacheGeneration belief = known;
        return belief == null ? "" : belief.wordOfLists();
    }

    /** What is agreed now. */
    CacheGeneration read() {
        long reading = readings.incrementAndGet();
        return keep(reading, believed(document()));
    }

    private Document document() {
        Document found = collection().find(ALL).first();
        if (found == null || found.getString(AISLES) == null) {
            Document drawn = drawn();
            collection()
                    .updateOne(
                            ALL,
                            found == null ? new Document("$setOnInsert", drawn) : new Document("$set", drawn),
                            new UpdateOptions().upsert(true));
            found = collection().find(ALL).cursor().next();
        }
        return found;
    }

    private Document drawn() {
        return new Document(WORD, UUID.randomUUID().toString()).append(AISLES, drawAisles());
    }

    private String drawAisles() {
        return ListIndexKeys.word(UUID.randomUUID().toString(), parts);
    }

    /**
     * Of two readings that overtook each other the later agreement stays. Words do not tell which of them is later: of
     * two, that stays whose reading began later, and was made after the other had begun too.
     */
    private synchronized CacheGeneration keep(long reading, CacheGeneration read) {
        CacheGeneration before = known;
        boolean later = before == null
                || (before.word().equals(read.word()) ? before.doubts() <= read.doubts() : readingOfKnown < reading);
        if (before != null && !later) {
            return before;
        }
        known = read;
        readingOfKnown = Math.max(readingOfKnown, reading);
        return read;
    }

    private static CacheGeneration believed(Document found) {
        Map<Integer, Integer> slots = new HashMap<>();
        found.get(SLOTS, new Document())
                .forEach((slot, failures) -> slots.put(Integer.valueOf(slot), ((Number) failures).intValue()));
        Map<String, CacheGeneration.Owed> owed = new HashMap<>();
        found.get(OWED, new Document()).forEach((id, one) -> {
            Document said = (Document) one;
            owed.put(id, new CacheGeneration.Owed(said.getString(NAME), said.getList(KEYS, String.class)));
        });
        Number doubts = found.get(DOUBTS, Number.class);
        return new CacheGeneration(
                found.getString(WORD),
                Map.copyOf(slots),
                found.getString(AISLES),
                Map.copyOf(owed),
                doubts == null ? 0 : doubts.longValue());
    }

    /**
     * Answers of these keys of a shelf, of documents that were written before {@code under} was read, may be missing in Redis.
     * If the word has become another since, nobody asks for them.
     */
    void doubt(CacheGeneration under, String name, Collection<String> keys) {
        List<Bson> steps = new ArrayList<>();
        CacheGeneration.slotsOf(name, keys).forEach(slot -> steps.add(Updates.inc(SLOTS + "." + slot, 1)));
        steps.add(Updates.inc(DOUBTS, 1L));
        collection().updateOne(new Document("_id", ID).append(WORD, under.word()), Updates.combine(steps));
        meters.doubtedAnswers.increment(keys.size());
        read();
    }

    /** The same of products in lists. */
    void owe(CacheGeneration under, String name, List<String> keys) {
        meters.doubtedProducts.increment(keys.size());
        if (under.owedKeys(name) + keys.size() > MOST_OWED) {
            renewAisles(under);
            return;
        }
        collection()
                .updateOne(
                        new Document("_id", ID).append(AISLES, under.aisles()),
                        Updates.combine(
                                Updates.set(
                                        OWED + "." + UUID.randomUUID(), new Document(NAME, name).append(KEYS, keys)),
                                Updates.inc(DOUBTS, 1L)));
        read();
    }

    /** These are owed no more: the lists have what MongoDB had after it was read that they are owed. */
    void settle(CacheGeneration under, Collection<String> owed) {
        List<Bson> steps = new ArrayList<>();
        owed.forEach(one -> steps.add(Updates.unset(OWED + "." + one)));
        steps.add(Updates.inc(DOUBTS, 1L));
        collection().updateOne(new Document("_id", ID).append(AISLES, under.aisles()), Updates.combine(steps));
        read();
    }

    /** Draws a new word for lists, unless another did. */
    void renewAisles(CacheGeneration under) {
        collection()
                .updateOne(
                        new Document("_id", ID).append(AISLES, under.aisles()),
                        Updates.combine(
                                Updates.set(AISLES, drawAisles()), Updates.unset(OWED), Updates.inc(DOUBTS, 1L)));
        read();
    }

    /** Draws all words anew when the Redis that answers is not the one that answered before. */
    void met(String redis) {
        long reading = readings.incrementAndGet();
        Document found = document();
        if (redis.equals(found.getString(REDIS))) {
            keep(reading, believed(found));
            return;
        }
        collection()
                .replaceOne(
                        new Document("_id", ID).append(WORD, found.getString(WORD)),
                        drawn().append("_id", ID).append(REDIS, redis),
                        new ReplaceOptions());
        read();
    }

    private MongoCollection<Document> collection() {
        return Objects.requireNonNull(mongo.getMongoDatabase().getCollection(COLLECTION));
    }
}
