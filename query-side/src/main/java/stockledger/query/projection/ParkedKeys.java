package stockledger.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.regex;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * The parked keys of all epochs, in MongoDB. Events are not copied: they wait in the event store, in their order.
 *
 * <p>An entry is written before the document says {@code degradedSince}, and removed after it no longer does. So a document
 * that is degraded always has an entry, and an entry without one was left by a process that stopped in between: the next
 * retry removes it.
 *
 * <p>Each process remembers which keys are parked, and reads them again every few seconds, so that nothing is asked for keys
 * that are not.
 */
public final class ParkedKeys {

    static final String NAME = "parked_keys";

    private static final String ID = "_id";
    private static final String PROJECTION = "projection";
    private static final String EPOCH = "epoch";
    private static final String KEY = "key";
    private static final String STREAM = "stream";
    private static final String SEQUENCE = "sequence";
    private static final String EVENT_ID = "eventId";
    private static final String TYPE = "type";
    private static final String POSITION = "position";
    private static final String CAUSE = "cause";
    private static final String SINCE = "since";
    private static final String LAST_ATTEMPT = "lastAttempt";
    private static final String ATTEMPTS = "attempts";

    private final MongoDatabase database;
    private final ReadModels models;
    private volatile Set<Id> known = Set.of();

    private record Id(String projection, int epoch, String key) {

        static Id of(Epoch epoch, String key) {
            return new Id(epoch.projection(), epoch.number(), key);
        }

        String text() {
            return projection + "@" + epoch + "/" + key;
        }
    }

    ParkedKeys(MongoDatabase database, ReadModels models) {
        this.database = database;
        this.models = models;
    }

    /**
     * Selects entries; a null member selects all.
     *
     * @param type of the event
     * @param cause as in the entry
     * @param keyPrefix with which keys begin
     */
    public record Filter(
            @Nullable String projection,
            @Nullable String type,
            @Nullable String cause,
            @Nullable String keyPrefix) {

        /** Selects all. */
        public static final Filter ALL = new Filter(null, null, null, null);

        private Bson bson() {
            List<Bson> all = new ArrayList<>();
            if (projection != null) {
                all.add(eq(PROJECTION, projection));
            }
            if (type != null) {
                all.add(eq(TYPE, type));
            }
            if (cause != null) {
                all.add(eq(CAUSE, cause));
            }
            if (keyPrefix != null) {
                all.add(regex(KEY, "^" + Pattern.quote(keyPrefix)));
            }
            return all.isEmpty() ? new Document() : and(all);
        }
    }

    /** Whether a key is parked in the served epoch. It asks MongoDB only for keys that were. */
    public boolean isParked(String projection, String key) {
        return !served(projection, List.of(key)).isEmpty();
    }

    /**
     * Whether served documents of these keys lack events of a token because their keys are parked: they will not see them
     * until an operator or a later release has dealt with it.
     */
    public boolean lacks(String projection, Collection<String> keys, ConsistencyToken token) {
        return served(projection, keys).stream()
                .anyMatch(parked -> token.versionOf(parked.stream()) >= parked.sequence()
                        || token.versions().keySet().stream()
                                .anyMatch(stream ->
                                        !stream.equals(parked.stream()) && stream.endsWith(":" + parked.key())));
    }

    private List<ParkedKey> served(String projection, Collection<String> keys) {
        Set<Id> parked = known;
        if (parked.isEmpty() || !models.isCaughtUp(projection)) {
            return List.of();
        }
        Epoch live = models.live(projection);
        List<String> ids = keys.stream()
                .map(key -> Id.of(live, key))
                .filter(parked::contains)
                .map(Id::text)
                .toList();
        return ids.isEmpty() ? List.of() : entries(in(ID, ids), Integer.MAX_VALUE);
    }

    /** How many keys of a projection, in any epoch, were parked when this process looked last. */
    long count(String projection) {
        return counts().getOrDefault(projection, 0L);
    }

    /** How many keys were parked in one epoch when this process looked last. */
    long count(Epoch epoch) {
        return known.stream()
                .filter(id -> id.projection().equals(epoch.projection()) && id.epoch() == epoch.number())
                .count();
    }

    /** The same as of one projection, of all that have parked keys. */
    Map<String, Long> counts() {
        Map<String, Set<String>> keys = new TreeMap<>();
        known.forEach(id ->
                keys.computeIfAbsent(id.projection(), absent -> new HashSet<>()).add(id.key()));
        Map<String, Long> counts = new TreeMap<>();
        keys.forEach((projection, some) -> counts.put(projection, (long) some.size()));
        return counts;
    }

    /** Whether an epoch has so many; read from MongoDB. */
    boolean hasAtLeast(Epoch epoch, int count) {
        return collection().countDocuments(ofEpoch(epoch), new CountOptions().limit(count)) >= count;
    }

    /** Records that an event of a key was tried and cannot be processed; the first time parks the key. */
    void put(Epoch epoch, String key, ProjectedEvent event, String cause) {
        Date now = Date.from(Instant.now());
        Id id = Id.of(epoch, key);
        List<Bson> updates = new ArrayList<>(List.of(
                Updates.setOnInsert(PROJECTION, epoch.projection()),
                Updates.setOnInsert(EPOCH, epoch.number()),
                Updates.setOnInsert(KEY, key),
                Updates.setOnInsert(SINCE, now),
                Updates.set(STREAM, event.stream()),
                Updates.set(SEQUENCE, event.sequence()),
                Updates.set(EVENT_ID, event.id()),
                Updates.set(TYPE, event.typeName()),
                Updates.set(CAUSE, cause),
                Updates.set(LAST_ATTEMPT, now),
                Updates.inc(ATTEMPTS, 1)));
        if (event.position() != ProjectedEvent.UNKNOWN) {
            updates.add(Updates.set(POSITION, event.position()));
        } else {
            updates.add(Updates.unset(POSITION));
        }
        upsert(id, Updates.combine(updates));
        remember(id);
    }

    /** Records that the event of a parked key was tried again in vain. */
    void failedAgain(ParkedKey parked, ProjectedEvent event, String cause) {
        Bson attempt = Updates.combine(
                Updates.set(EVENT_ID, event.id()),
                Updates.set(TYPE, event.typeName()),
                Updates.set(CAUSE, cause),
                Updates.set(LAST_ATTEMPT, Date.from(Instant.now())),
                Updates.inc(ATTEMPTS, 1));
        collection()
                .updateOne(
                        and(eq(ID, id(parked)), eq(STREAM, parked.stream()), eq(SEQUENCE, parked.sequence())), attempt);
    }

    private void upsert(Id id, Bson updates) {
        try {
            collection().updateOne(eq(ID, id.text()), updates, new UpdateOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
            // Another process has inserted it at the same time.
            collection().updateOne(eq(ID, id.text()), updates);
        }
    }

    private synchronized void remember(Id id) {
        Set<Id> more = new HashSet<>(known);
        more.add(id);
        known = Set.copyOf(more);
    }

    /** Removes the entry, unless the key was parked for another event since. */
    void remove(ParkedKey parked) {
        Id id = Id.of(parked.ofEpoch(), parked.key());
        collection().deleteOne(and(eq(ID, id.text()), eq(STREAM, parked.stream()), eq(SEQUENCE, parked.sequence())));
        synchronized (this) {
            Set<Id> fewer = new HashSet<>(known);
            fewer.remove(id);
            known = Set.copyOf(fewer);
        }
    }

    /**
     * Removes the entries of epochs of a projection that run no more.
     *
     * @param next number of its next epoch
     */
    void removeAllBut(Set<Epoch> running, String projection, int next) {
        List<Integer> ended = new ArrayList<>();
        for (int number = 1; number < next; number++) {
            if (!running.contains(new Epoch(projection, number))) {
                ended.add(number);
            }
        }
        if (known.stream().anyMatch(id -> id.projection().equals(projection) && ended.contains(id.epoch()))) {
            collection().deleteMany(and(eq(PROJECTION, projection), in(EPOCH, ended)));
        }
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** Reads which keys other processes have parked and drained. */
    void refresh() {
        Set<Id> now = new HashSet<>();
        for (Document document : collection().find().projection(Projections.include(PROJECTION, EPOCH, KEY))) {
            now.add(new Id(document.getString(PROJECTION), document.getInteger(EPOCH), document.getString(KEY)));
        }
        if (!now.equals(known)) {
            known = Set.copyOf(now);
        }
    }

    /** The entry of a key; null when it is not parked. */
    @Nullable
    ParkedKey find(Epoch epoch, String key) {
        Document found = collection().find(eq(ID, Id.of(epoch, key).text())).first();
        return found == null ? null : read(found);
    }

    /**
     * Entries in the order of their ids.
     *
     * @param after id of the last one before; empty for the first
     */
    List<ParkedKey> page(Filter filter, String after, int limit) {
        return entries(and(filter.bson(), gt(ID, after)), limit);
    }

    private List<ParkedKey> entries(Bson filter, int limit) {
        List<ParkedKey> entries = new ArrayList<>();
        for (Document document :
                collection().find(filter).sort(Sorts.ascending(ID)).limit(limit)) {
            entries.add(read(document));
        }
        return entries;
    }

    /** The id of an entry, by which pages are ordered. */
    static String id(ParkedKey parked) {
        return Id.of(parked.ofEpoch(), parked.key()).text();
    }

    /**
     * How many keys are parked for the same cause.
     *
     * @param keys in all epochs
     */
    public record Group(String projection, String type, String cause, long keys) {}

    /** The causes of the entries, those of most keys first. */
    List<Group> groups(Filter filter, int limit) {
        Document by = new Document(PROJECTION, "$" + PROJECTION)
                .append(TYPE, "$" + TYPE)
                .append(CAUSE, "$" + CAUSE);
        List<Group> groups = new ArrayList<>();
        for (Document group : collection()
                .aggregate(List.of(
                        Aggregates.match(filter.bson()),
                        Aggregates.group(by, Accumulators.sum("keys", 1)),
                        Aggregates.sort(Sorts.descending("keys")),
                        Aggregates.limit(limit)))) {
            Document id = group.get(ID, Document.class);
            groups.add(new Group(
                    id.getString(PROJECTION),
                    id.getString(TYPE),
                    id.getString(CAUSE),
                    group.get("keys", Number.class).longValue()));
        }
        return groups;
    }

    private static Bson ofEpoch(Epoch epoch) {
        return and(eq(PROJECTION, epoch.projection()), eq(EPOCH, epoch.number()));
    }

    private static ParkedKey read(Document document) {
        Number position = document.get(POSITION, Number.class);
        return new ParkedKey(
                document.getString(PROJECTION),
                document.getInteger(EPOCH),
                document.getString(KEY),
                document.getString(STREAM),
                document.get(SEQUENCE, Number.class).longValue(),
                // Entries of earlier versions have none until the next retry.
                document.get(EVENT_ID, ""),
                document.getString(TYPE),
                position == null ? null : (Long) position.longValue(),
                document.getString(CAUSE),
                document.getDate(SINCE).toInstant(),
                document.getDate(LAST_ATTEMPT).toInstant(),
                document.getInteger(ATTEMPTS));
    }

    private MongoCollection<Document> collection() {
        return database.getCollection(NAME);
    }
}
