package stockledger.query.listindex;

import com.mongodb.MongoException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.RedisGateway;

/**
 * Writes products to their lists whose earlier write failed. Every process replays all records: the one whose write failed
 * may have stopped, and repeated writes are harmless, since the newer revision is kept.
 */
final class MissedWriteReplayer {

    private static final Logger LOG = LoggerFactory.getLogger(MissedWriteReplayer.class);

    private final ProductListIndex index;
    private final RedisGateway redis;
    private final CacheGenerationStore generation;
    private final List<ListSource> sources;
    private final BooleanSupplier running;

    /** @param running false once this process stops */
    MissedWriteReplayer(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            BooleanSupplier running) {
        this.index = index;
        this.redis = redis;
        this.generation = generation;
        this.sources = sources;
        this.running = running;
    }

    /** Replays all recorded writes. */
    void replay() {
        try {
            CacheGeneration known = generation.current();
            if (known == null || known.missedWrites().isEmpty() || !redis.isAvailable()) {
                return;
            }
            for (ListSource source : sources) {
                Collection<String> regions = source.regions();
                for (String region : regions) {
                    replay(known, source, region);
                }
                clearRemovedEpochs(known, regions);
            }
        } catch (MongoException | RedisGateway.Unavailable e) {
            LOG.debug("missed writes are not replayed yet: {}", e.getMessage());
        }
    }

    /** Record by record and batch by batch, since Redis was too slow when they were recorded. */
    private void replay(CacheGeneration known, ListSource source, String region) {
        known.missedWrites().forEach((id, missed) -> {
            if (missed.region().equals(region) && running.getAsBoolean()) {
                List<String> keys = missed.keys();
                for (int from = 0; from < keys.size(); from += ProductListIndex.BATCH_SIZE) {
                    List<String> batch = keys.subList(from, Math.min(keys.size(), from + ProductListIndex.BATCH_SIZE));
                    // Read after the record, so what was missed is in the documents.
                    index.write(known, region, source.find(region, batch));
                }
                generation.clearMissedWrites(known, List.of(id));
            }
        });
    }

    private void clearRemovedEpochs(CacheGeneration known, Collection<String> regions) {
        Set<String> removed = new HashSet<>();
        known.missedWrites().forEach((id, missed) -> {
            if (isBeforeAll(missed.region(), regions)) {
                removed.add(id);
            }
        });
        if (!removed.isEmpty()) {
            generation.clearMissedWrites(known, removed);
        }
    }

    /** Whether an epoch is of the same projection as some of these, and before each of those. */
    static boolean isBeforeAll(String region, Collection<String> regions) {
        int number = region.lastIndexOf(':') + 1;
        List<Integer> numbers = regions.stream()
                .filter(name -> name.lastIndexOf(':') + 1 == number && name.startsWith(region.substring(0, number)))
                .map(name -> Integer.valueOf(name.substring(number)))
                .toList();
        return !numbers.isEmpty()
                && numbers.stream().allMatch(other -> Integer.parseInt(region.substring(number)) < other);
    }
}
