package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hottest keys of all processes, ranked in one sorted set of Redis for each kind of response. Each process publishes
 * the keys that its local cache would evict last; older publications lose weight with every new one.
 */
final class HotKeyStore {

    /** Rare, since a ranking changes slowly and is read only when a process warms its cache. */
    static final Duration PUBLISH_INTERVAL = Duration.ofMinutes(2);

    /** A publication counts half after about 16 later ones. */
    private static final double DECAY = 0.958;

    /** Longer than a night, so that the ranking survives a nightly shutdown. */
    static final Duration TTL = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(HotKeyStore.class);
    private static final String PREFIX = "stockledger:hot-keys:";
    private static final RedisScript PUBLISH = RedisScript.load(HotKeyStore.class, "publish-hot-keys.lua");

    private final List<HotKeySource> sources;
    private final LocalCache local;
    private final RedisGateway redis;
    private final int limit;

    HotKeyStore(List<HotKeySource> sources, LocalCache local, RedisGateway redis, int limit) {
        this.sources = sources;
        this.local = local;
        this.redis = redis;
        this.limit = limit;
    }

    /** Publishes the hottest keys of this process. */
    void publish() {
        for (HotKeySource source : sources) {
            if (!source.isCaughtUp()) {
                continue;
            }
            List<String> redisKeys = local.hottest(source.region() + ":", limit);
            try {
                publish(
                        source.name(),
                        redisKeys.stream()
                                .map(key -> key.substring(key.lastIndexOf(':') + 1))
                                .toList());
            } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
                LOG.debug("hot keys are not published: {}", e.getMessage());
            }
        }
    }

    void publish(String name, List<String> hottestFirst) {
        if (hottestFirst.isEmpty()) {
            return;
        }
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(String.valueOf(DECAY)));
        arguments.add(bytes(String.valueOf(limit)));
        arguments.add(bytes(String.valueOf(TTL.toSeconds())));
        hottestFirst.forEach(key -> arguments.add(bytes(key)));
        redis.execute(PUBLISH, new byte[][] {bytes(PREFIX + name)}, arguments.toArray(byte[][]::new));
    }

    /**
     * The hottest keys of all processes, hottest first.
     *
     * @throws RedisGateway.Unavailable when Redis does not answer
     */
    List<String> hottest(String name) {
        return redis.command(commands -> commands.zrevrange(bytes(PREFIX + name), 0, limit - 1L)).stream()
                .map(key -> new String(key, StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
