package stockledger.query.cache;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks some times a second whether the aisles are full, and when they are not puts every product into them, unless
 * another process does.
 *
 * <p>The word of the generation is read before the aisles are wiped, and they are wiped before the first document is read.
 * So a document that was written before is read, and whoever writes one later puts it under this word, or notes that it
 * is owed.
 */
final class ListIndexRebuilder extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(ListIndexRebuilder.class);
    private static final int FIRST_PAUSE_MILLIS = 250;

    /** Aisles that were full for so long are not lost again and again. */
    private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ProductListIndex aisles;
    private final RedisScripts scripts;
    private final RedisCache shelf;
    private final CacheGenerationStore generation;
    private final List<ListSource> stocks;
    private final CacheSettings cache;
    private final ListIndexSettings settings;
    private final Map<String, Pause> pauses = new HashMap<>();

    ListIndexRebuilder(
            ProductListIndex aisles,
            RedisScripts scripts,
            RedisCache shelf,
            CacheGenerationStore generation,
            List<ListSource> stocks,
            CacheSettings cache,
            ListIndexSettings settings) {
        super("cache-restocking", cache.generationMillis());
        this.aisles = aisles;
        this.scripts = scripts;
        this.shelf = shelf;
        this.generation = generation;
        this.stocks = stocks;
        this.cache = cache;
        this.settings = settings;
    }

    /** When the aisles of an epoch may be filled again, after they were filled for the last time. */
    private record Pause(long endedAt, long millis) {
        boolean isOver() {
            return System.nanoTime() - endedAt >= TimeUnit.MILLISECONDS.toNanos(millis);
        }

        Pause next(int longest) {
            boolean calm = System.nanoTime() - endedAt > CALM_NANOS;
            return new Pause(System.nanoTime(), calm ? FIRST_PAUSE_MILLIS : Math.min(millis * 2, longest));
        }
    }

    @Override
    void round() {
        try {
            CacheGeneration belief = generation.known();
            if (belief == null || shelf.isLeftAlone()) {
                return;
            }
            for (ListSource stock : stocks) {
                for (String name : stock.names()) {
                    tend(stock, name, belief.aisles());
                }
            }
        } catch (RedisScripts.Away e) {
            shelf.failed(e);
        } catch (MongoException | Overtaken | RedisScripts.Refusing e) {
            LOG.info("lists are not all put into Redis yet: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("lists cannot be put into Redis", e);
        }
    }

    private void tend(ListSource stock, String name, String word) {
        int parts = ListIndexKeys.parts(word);
        List<ListIndexKeys> lacking = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            ListIndexKeys keys = ListIndexKeys.of(name, word, part);
            if (scripts.tell(ListIndexScripts.LOOK, keys.changed(), text(cache.keepSeconds())) == 0) {
                lacking.add(keys);
            }
        }
        Pause pause = pauses.getOrDefault(name, new Pause(System.nanoTime() - CALM_NANOS - 1, 0));
        if (lacking.isEmpty()
                || !pause.isOver()
                || !word.equals(generation.read().aisles())) {
            return;
        }
        try {
            fill(stock, name, word, lacking);
        } finally {
            pauses.put(name, pause.next(settings.longestPauseMillis()));
        }
    }

    private void fill(ListSource stock, String name, String word, List<ListIndexKeys> lacking) {
        String filler = UUID.randomUUID().toString();
        List<ListIndexKeys> ours = lacking.stream()
                .filter(keys -> scripts.tell(
                                ListIndexScripts.BEGIN,
                                keys.all(),
                                text(filler),
                                text(settings.leaseMillis()),
                                text(cache.keepSeconds()))
                        == 1)
                .toList();
        if (ours.isEmpty()) {
            return;
        }
        int parts = ListIndexKeys.parts(word);
        long[] read = {0};
        try {
            stock.each(name, products -> {
                if (!isRunning() || !isBelieved(word)) {
                    throw new Overtaken();
                }
                for (ListIndexKeys keys : ours) {
                    aisles.put(keys, parts, products);
                    if (scripts.tell(ListIndexScripts.EXTEND, keys.all(), text(filler), text(settings.leaseMillis()))
                            == 0) {
                        throw new Overtaken();
                    }
                }
                read[0] += products.size();
            });
            long full = ours.stream()
                    .filter(keys -> scripts.tell(ListIndexScripts.FINISH, keys.all(), text(filler)) == 1)
                    .count();
            LOG.info("{}: lists of {} products are in Redis, {} of {} parts", name, read[0], full, parts);
        } finally {
            release(ours, filler);
        }
    }

    private boolean isBelieved(String word) {
        CacheGeneration belief = generation.known();
        return belief != null && word.equals(belief.aisles());
    }

    /** Whoever comes next need not wait until our time is over. */
    private void release(List<ListIndexKeys> ours, String filler) {
        if (!shelf.isLeftAlone()) {
            for (ListIndexKeys keys : ours) {
                scripts.tell(ListIndexScripts.RELEASE, keys.all(), text(filler));
            }
        }
    }

    private static byte[] text(Object said) {
        return ListIndexKeys.text(String.valueOf(said));
    }

    /** What was being filled is not asked for any more. */
    private static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("another has begun, Redis is too small, or this process ends", null, false, false);
        }
    }
}
