package stockledger.query.cache;

import com.mongodb.MongoException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks some times a second which generation is to be believed. */
final class GenerationWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWatch.class);

    private final RedisShelf shelf;
    private final CacheSettings settings;
    private @Nullable Rounds rounds;

    GenerationWatch(RedisShelf shelf, CacheSettings settings) {
        this.shelf = shelf;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        rounds = Rounds.begin("cache-generation", this::look, settings.generationMillis());
    }

    private void look() {
        try {
            shelf.look();
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
