package stockledger.query.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers kept ready to send: in this process, then in Redis, then made of documents in MongoDB.
 *
 * <p>How it works. Whoever folds puts an answer into Redis after the document it is made from was written, so Redis is
 * never newer than MongoDB; of two answers under one name the one of the newer document stays. With it Redis tells every
 * process whose answer has changed in more than its versions. A process serves what it keeps while it proves, some times
 * within the bound on staleness, that what Redis tells reaches it; when it cannot, it forgets all and keeps an answer for
 * no longer than the bound. Of questions that miss the same, one reads and the others wait for it. A question that
 * carries a token compares it with the versions beside the answer, and goes deeper until they are enough.
 */
public final class TieredCache {

    private final LocalCache process;
    private final RedisCache redis;
    private final CacheMeters meters;
    private final long packFrom;

    TieredCache(LocalCache process, RedisCache redis, CacheMeters meters, CacheSettings settings) {
        this.process = process;
        this.redis = redis;
        this.meters = meters;
        this.packFrom = settings.packFrom().toBytes();
    }

    /** Makes answers of documents, for the keys that have one. */
    @FunctionalInterface
    public interface Source {
        Map<String, CachedResponse> read(List<String> keys);
    }

    /**
     * The answer of one key; null when the source knows none.
     *
     * @param name of the shelf, such as {@code product:3}
     */
    public @Nullable CachedResponse find(String name, String key, FreshnessRequirement wanted, Source source) {
        RedisCache.Shelf shelf = redis.open(name);
        if (!shelf.isKnown()) {
            return source.read(List.of(key)).get(key);
        }
        LocalCache.Kept kept = process.get(shelf.nameOf(key));
        if (kept != null && wanted.isMetBy(key, kept.answer())) {
            meters.process.hits.increment();
            return kept.answer();
        }
        meters.process.misses.increment();
        return deeper(shelf, List.of(key), wanted, source).get(key);
    }

    /** The answer of one key if this process has it and may give it; null when it would have to ask. */
    public @Nullable CachedResponse atHand(String name, String key) {
        RedisCache.Shelf shelf = redis.open(name);
        LocalCache.Kept kept = !shelf.isKnown() ? null : process.get(shelf.nameOf(key));
        if (kept == null || kept.answer() == null) {
            return null;
        }
        meters.process.hits.increment();
        return kept.answer();
    }

    /** Whether an answer is large enough to be packed for those who want that. */
    public boolean mayBePacked(CachedResponse answer) {
        return answer.body().length >= packFrom;
    }

    /** The answers of these keys that the source knows. */
    public Map<String, CachedResponse> find(
            String name, Collection<String> keys, FreshnessRequirement wanted, Source source) {
        RedisCache.Shelf shelf = redis.open(name);
        if (!shelf.isKnown()) {
            return source.read(List.copyOf(keys));
        }
        Map<String, CachedResponse> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            LocalCache.Kept kept = process.get(shelf.nameOf(key));
            if (kept == null || !wanted.isMetBy(key, kept.answer())) {
                missing.add(key);
            } else if (kept.answer() != null) {
                found.put(key, kept.answer());
            }
        }
        meters.process.hits.increment(keys.size() - missing.size());
        if (!missing.isEmpty()) {
            meters.process.misses.increment(missing.size());
            found.putAll(deeper(shelf, missing, wanted, source));
        }
        return found;
    }

    /**
     * An answer of this shelf packed with gzip, and kept so beside it; null when it is too small for that to be worth it.
     */
    public byte @Nullable [] packed(String name, String key, CachedResponse answer) {
        if (!mayBePacked(answer)) {
            return null;
        }
        if (answer.packed().pack()) {
            meters.packed.increment();
            process.grown(redis.open(name).nameOf(key), answer);
        }
        return answer.packed().bytes();
    }

    /**
     * Puts answers on the shelf whose documents have just been written.
     *
     * @throws com.mongodb.MongoException when neither Redis nor the generation could be written
     */
    public void put(String name, Map<String, CachedResponse> answers) {
        redis.put(name, answers);
        meters.redisFills.increment(answers.size());
    }

    private Map<String, CachedResponse> deeper(
            RedisCache.Shelf shelf, List<String> keys, FreshnessRequirement wanted, Source source) {
        Map<String, CachedResponse> found = new HashMap<>();
        Map<String, LocalCache.Fill> ours = new LinkedHashMap<>();
        Map<String, LocalCache.Fill> others = new LinkedHashMap<>();
        for (String key : keys) {
            LocalCache.Fill fill = process.fill();
            LocalCache.Fill other = process.begin(shelf.nameOf(key), fill);
            if (other == null) {
                ours.put(key, fill);
            } else {
                others.put(key, other);
            }
        }
        if (!ours.isEmpty()) {
            fill(shelf, ours, wanted, source, found);
        }
        // Only now: two questions that wait for each other's keys have both done their own.
        others.forEach((key, fill) -> add(found, key, fill.await().answer()));
        return found;
    }

    private void fill(
            RedisCache.Shelf shelf,
            Map<String, LocalCache.Fill> fills,
            FreshnessRequirement wanted,
            Source source,
            Map<String, CachedResponse> found) {
        try {
            List<String> asked = new ArrayList<>();
            fills.forEach((key, fill) -> {
                // Whoever read it may have ended between our look and our beginning.
                LocalCache.Kept kept = process.get(shelf.nameOf(key));
                if (kept != null && wanted.isMetBy(key, kept.answer())) {
                    process.passOn(shelf.nameOf(key), fill, kept);
                    add(found, key, kept.answer());
                } else {
                    asked.add(key);
                }
            });
            Map<String, CachedResponse> read = asked.isEmpty() ? Map.of() : read(shelf, asked, wanted, source);
            asked.forEach(key -> process.end(shelf.nameOf(key), Objects.requireNonNull(fills.get(key)), read.get(key)));
            found.putAll(read);
        } catch (RuntimeException | Error failed) {
            fills.forEach((key, fill) -> process.fail(shelf.nameOf(key), fill, failed));
            throw failed;
        }
    }

    private static void add(Map<String, CachedResponse> found, String key, @Nullable CachedResponse answer) {
        if (answer != null) {
            found.put(key, answer);
        }
    }

    private Map<String, CachedResponse> read(
            RedisCache.Shelf shelf, List<String> keys, FreshnessRequirement wanted, Source source) {
        Map<String, CachedResponse> held = redis.get(shelf, keys);
        Map<String, CachedResponse> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            CachedResponse answer = held.get(key);
            if (answer != null && (wanted.isMetBy(key, answer) || wanted.isPatient())) {
                found.put(key, answer);
            } else {
                missing.add(key);
            }
        }
        meters.redis.hits.increment(found.size());
        if (!missing.isEmpty()) {
            meters.redis.misses.increment(missing.size());
            found.putAll(make(shelf, missing, held, source));
        }
        return found;
    }

    private Map<String, CachedResponse> make(
            RedisCache.Shelf shelf, List<String> keys, Map<String, CachedResponse> held, Source source) {
        Map<String, CachedResponse> made = source.read(keys);
        meters.mongo.hits.increment(made.size());
        meters.mongo.misses.increment(keys.size() - made.size());
        made.forEach((key, answer) -> {
            CachedResponse before = held.get(key);
            if (before == null || before.revision() < answer.revision()) {
                redis.fill(shelf, key, answer);
            }
        });
        return made;
    }
}
