package stockledger.query.listindex;

import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CacheSettings;
import stockledger.query.cache.RedisGateway;

/** Lets a query side of a test rebuild repeatedly lost lists without long pauses. */
public final class ShortRebuildPauses {

    /** Adds these pauses to an instance. */
    public static final String[] SETTINGS = {
        "--spring.main.sources=" + ShortRebuildPauses.class.getName(),
        "--spring.main.allow-bean-definition-overriding=true"
    };

    private static final Duration MAX_PAUSE = Duration.ofMillis(500);

    @Bean
    ListIndexRebuilder listIndexRebuilder(
            ProductListIndex index,
            RedisGateway redis,
            CacheGenerationStore generation,
            List<ListSource> sources,
            CacheSettings cache) {
        return new ListIndexRebuilder(index, redis, generation, sources, cache.ttl(), MAX_PAUSE, () -> true);
    }
}
