package stockledger.query.cache;

import com.mongodb.MongoException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks some times a second which generation is to be believed, or whether Redis is still the one it was. There is one
 * watch for each: Redis may be slow, and who waited for it would hear too late what another process gave up.
 */
final class GenerationPoller extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationPoller.class);

    private final Runnable look;

    GenerationPoller(String thread, Runnable look, CacheSettings settings) {
        super(thread, settings.generationMillis());
        this.look = look;
    }

    @Override
    void round() {
        try {
            look.run();
        } catch (MongoException e) {
            LOG.debug("the generation cannot be read: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("the generation cannot be looked after", e);
        }
    }

    /** Before what is kept in Redis is looked after. */
    @Override
    public int getPhase() {
        return 0;
    }
}
