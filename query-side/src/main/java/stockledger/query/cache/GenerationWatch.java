package stockledger.query.cache;

import com.mongodb.MongoException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks some times a second which generation is to be believed, and whether Redis is still the one it was. The second asks
 * Redis, which may be slow: the first does not wait for it, or this process would hear too late what another gave up.
 */
final class GenerationWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);

    private final RedisShelf shelf;
    private final CacheSettings settings;
    private final Generation generation;
    private @Nullable Rounds rounds;
    private @Nullable Rounds visits;

    GenerationWatch(RedisShelf shelf, Generation generation, CacheSettings settings) {
        this.generation = generation;
        this.shelf = shelf;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        rounds = Rounds.begin("cache-generation", () -> look(generation::read), settings.generationMillis());
        visits = Rounds.begin("cache-redis", () -> look(shelf::look), settings.generationMillis());
    }

    private static void look(Runnable what) {
        try {
            what.run();
        } catch (MongoException e) {
            LOG.debug("the generation cannot be read: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("the generation cannot be looked after", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (rounds != null) {
            rounds.end();
            rounds = null;
        }
        if (visits != null) {
            visits.end();
            visits = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
