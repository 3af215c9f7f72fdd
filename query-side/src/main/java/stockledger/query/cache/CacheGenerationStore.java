package stockledger.query.cache;

import com.mongodb.MongoException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** The cache generation that all processes share, one document in MongoDB. */
public final class CacheGenerationStore {

    static final String COLLECTION = "cache_generation";

    /** Beyond this a rebuild of the lists is cheaper than replaying, and reading this document would not be cheap. */
    public static final int MAX_MISSED_KEYS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(CacheGenerationStore.class);

    // Stored names: renamed members would split the generation between processes of two versions.
    private static final String DOCUMENT_ID = "generation";
    private static final String ID = "word";
    private static final String LIST_ID = "aisles";
    private static final String SLOTS = "slots";
    private static final String MISSED_WRITES = "owed";
    private static final String VERSION = "doubts";
    private static final String REDIS = "redis";
    private static final String REGION = "name";
    private static final String KEYS = "keys";
    private static final Bson BY_ID = new Document("_id", DOCUMENT_ID);

    private final MongoDatabaseFactory mongo;
    private final ListGenerationIds listIds;
    private final CacheMeters meters;
    private final AtomicLong readings = new AtomicLong();
    private volatile @Nullable CacheGeneration current;
    private long readingOfCurrent;
    private volatile Runnable onChange = () -> {};
    private @Nullable CacheGeneration polled;
    private volatile @Nullable Verified verified;

    /** The Redis for which MongoDB had a generation when it was last read for it. */
    private record Verified(String redis, String generation) {}

    CacheGenerationStore(MongoDatabaseFactory mongo, ListGenerationIds listIds, CacheMeters meters) {
        this.mongo = mongo;
        this.listIds = listIds;
        this.meters = meters;
    }

    /** The newest generation that this process has read; null before MongoDB was reached. */
    public @Nullable CacheGeneration current() {
        return current;
    }

    /** The state of all lists; empty before MongoDB was reached. */
    String listState() {
        CacheGeneration generation = current;
        return generation == null ? "" : generation.listState();
    }

    /**
     * Sets what runs when a poll finds another generation than the one before.
     *
     * @param listener may throw a MongoException; the next poll calls it again then
     */
    public void onChange(Runnable listener) {
        onChange = listener;
    }

    /** Reads what changed, if MongoDB is reachable. */
    void poll() {
        try {
            CacheGeneration read = read();
            if (!read.equals(polled)) {
                onChange.run();
                polled = read;
            }
        } catch (MongoException e) {
            LOG.debug("cannot read the cache generation: {}", e.getMessage());
        }
    }

    /** Reads the generation; the first process creates it. */
    public CacheGeneration read() {
        long reading = readings.incrementAndGet();
        return keep(reading, generationOf(document()));
    }

    private Document document() {
        Document found = collection().find(BY_ID).first();
        if (found == null || found.getString(LIST_ID) == null) {
            Document created = newIds();
            collection()
                    .updateOne(
                            BY_ID,
                            found == null ? new Document("$setOnInsert", created) : new Document("$set", created),
                            new UpdateOptions().upsert(true));
            found = collection().find(BY_ID).cursor().next();
        }
        return found;
    }

    private Document newIds() {
        return new Document(ID, UUID.randomUUID().toString()).append(LIST_ID, listIds.next());
    }

    /**
     * Keeps the later of two readings that overtook each other. Of one id the higher version is later; different ids are
     * not ordered, so the one whose reading began later is kept.
     */
    private synchronized CacheGeneration keep(long reading, CacheGeneration read) {
        CacheGeneration before = current;
        boolean later = before == null
                || (before.id().equals(read.id()) ? before.version() <= read.version() : readingOfCurrent < reading);
        if (before != null && !later) {
            return before;
        }
        current = read;
        readingOfCurrent = Math.max(readingOfCurrent, reading);
        return read;
    }

    private static CacheGeneration generationOf(Document found) {
        Map<Integer, Integer> slots = new HashMap<>();
        found.get(SLOTS, new Document())
                .forEach((slot, failures) -> slots.put(Integer.valueOf(slot), ((Number) failures).intValue()));
        Map<String, CacheGeneration.MissedWrite> missed = new HashMap<>();
        found.get(MISSED_WRITES, new Document()).forEach((id, one) -> {
            Document write = (Document) one;
            missed.put(id, new CacheGeneration.MissedWrite(write.getString(REGION), write.getList(KEYS, String.class)));
        });
        Number version = found.get(VERSION, Number.class);
        return new CacheGeneration(
                found.getString(ID),
                Map.copyOf(slots),
                found.getString(LIST_ID),
                Map.copyOf(missed),
                version == null ? 0 : version.longValue());
    }

    /**
     * Invalidates the slots of responses that could not be written to Redis, in all processes.
     *
     * @param under generation that was read after their documents were saved; if its id has changed since, their keys are
     *     invalid already
     */
    void invalidateSlots(CacheGeneration under, String region, Collection<String> keys) {
        List<Bson> updates = new ArrayList<>();
        CacheGeneration.slotsOf(region, keys).forEach(slot -> updates.add(Updates.inc(SLOTS + "." + slot, 1)));
        updates.add(Updates.inc(VERSION, 1L));
        collection().updateOne(new Document("_id", DOCUMENT_ID).append(ID, under.id()), Updates.combine(updates));
        meters.missedResponses.increment(keys.size());
        read();
    }

    /**
     * Retires the entries of these keys, and of others in their slots, in Redis and in all processes.
     *
     * @return the generation without them
     */
    public CacheGeneration retire(Collection<String> regions, Collection<String> keys) {
        List<Bson> updates = new ArrayList<>();
        regions.stream()
                .flatMap(region -> CacheGeneration.slotsOf(region, keys).stream())
                .distinct()
                .forEach(slot -> updates.add(Updates.inc(SLOTS + "." + slot, 1)));
        updates.add(Updates.inc(VERSION, 1L));
        collection().updateOne(BY_ID, Updates.combine(updates));
        return read();
    }

    /** Starts a new generation of everything: no entry of before is read again. */
    public void renew() {
        collection()
                .updateOne(
                        BY_ID,
                        Updates.combine(
                                Updates.set(ID, UUID.randomUUID().toString()),
                                Updates.set(LIST_ID, listIds.next()),
                                Updates.unset(SLOTS),
                                Updates.unset(MISSED_WRITES),
                                Updates.inc(VERSION, 1L)),
                        new UpdateOptions().upsert(true));
        read();
    }

    /**
     * Records products that could not be written to their lists; until they are replayed, those lists are not used.
     *
     * @param under generation that was read after their documents were saved
     */
    public void recordMissedWrite(CacheGeneration under, String region, List<String> keys) {
        meters.missedProducts.increment(keys.size());
        if (under.missedKeys(region) + keys.size() > MAX_MISSED_KEYS) {
            renewLists(under);
            return;
        }
        updateLists(
                under,
                Updates.set(MISSED_WRITES + "." + UUID.randomUUID(), new Document(REGION, region).append(KEYS, keys)));
    }

    /**
     * Removes records of missed writes.
     *
     * @param under generation that contained them, read before the documents that were written since
     */
    public void clearMissedWrites(CacheGeneration under, Collection<String> ids) {
        updateLists(
                under,
                Updates.combine(ids.stream()
                        .map(id -> Updates.unset(MISSED_WRITES + "." + id))
                        .toList()));
    }

    /** Starts a new generation of lists, unless another process did. */
    public void renewLists(CacheGeneration under) {
        updateLists(under, Updates.combine(Updates.set(LIST_ID, listIds.next()), Updates.unset(MISSED_WRITES)));
    }

    private void updateLists(CacheGeneration under, Bson update) {
        collection()
                .updateOne(
                        new Document("_id", DOCUMENT_ID).append(LIST_ID, under.listId()),
                        Updates.combine(update, Updates.inc(VERSION, 1L)));
        read();
    }

    /**
     * Starts a new generation of everything when the Redis that answers has restarted or was emptied.
     *
     * @param redis identity of the Redis that answers
     */
    void verifyRedis(String redis) {
        CacheGeneration known = current;
        if (known != null && new Verified(redis, known.id()).equals(verified)) {
            // Another Redis would have changed the id, and every process polls it.
            return;
        }
        long reading = readings.incrementAndGet();
        Document found = document();
        if (redis.equals(found.getString(REDIS))) {
            keep(reading, generationOf(found));
            verified = new Verified(redis, found.getString(ID));
            return;
        }
        collection()
                .replaceOne(
                        new Document("_id", DOCUMENT_ID).append(ID, found.getString(ID)),
                        newIds().append("_id", DOCUMENT_ID).append(REDIS, redis),
                        new ReplaceOptions());
        read();
    }

    private MongoCollection<Document> collection() {
        return Objects.requireNonNull(mongo.getMongoDatabase().getCollection(COLLECTION));
    }
}
