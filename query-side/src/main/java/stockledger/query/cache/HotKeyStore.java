package stockledger.query.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * What all processes read most in the last hours, kept in Redis as one set for each hour. It is no answer, so it stays
 * when the generation changes. While Redis is away some counts are lost, which costs nothing but a worse guess.
 */
public final class HotKeyStore extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(HotKeyStore.class);

    /** Followed by what is read, a colon, and the hour since 1970. */
    private static final String PREFIX = "stockledger:reads:";

    private static final int TOLD_TOGETHER = 500;

    /** Adds counts, lets go of the least when there are too many. Arguments: seconds to keep; most; each key and count. */
    private static final RedisScript ADD = RedisScript.of("""
            for i = 3, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i]) end
            local surplus = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[2])
            if surplus > 0 then redis.call('ZREMRANGEBYRANK', KEYS[1], 0, surplus - 1) end
            redis.call('EXPIRE', KEYS[1], ARGV[1])
            return 1
            """);

    private final RedisConnectionFactory redis;
    private final RedisScripts scripts;
    private final RedisCache shelf;
    private final CacheSettings cache;
    private final WarmingSettings settings;
    private final Clock clock;
    private final Map<String, ReadSampler> tallies = new ConcurrentHashMap<>();

    HotKeyStore(
            RedisConnectionFactory redis,
            RedisScripts scripts,
            RedisCache shelf,
            CacheSettings cache,
            WarmingSettings settings,
            Clock clock) {
        super("cache-reads", settings.tellMillis());
        this.redis = redis;
        this.scripts = scripts;
        this.shelf = shelf;
        this.cache = cache;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where reads of one kind of answers are counted. */
    public ReadSampler of(String name) {
        return tallies.computeIfAbsent(name, first -> new ReadSampler(settings));
    }

    /** The keys that were read most, of all processes, the most read first. */
    List<String> most(String name) {
        Map<String, Double> weights = new HashMap<>();
        try (RedisConnection connection = redis.getConnection()) {
            long now = hour();
            for (int ago = 0; ago < settings.hours(); ago++) {
                double weight = Math.pow(0.5, (double) ago / settings.halfLifeHours());
                RedisCache.commands(connection)
                        .zrevrangeWithScores(key(name, now - ago), 0, settings.most() - 1L)
                        .get(cache.commandTimeoutMillis(), TimeUnit.MILLISECONDS)
                        .forEach(read -> weights.merge(text(read), read.getScore() * weight, Double::sum));
            }
        } catch (TimeoutException | ExecutionException | DataAccessException | RedisException e) {
            throw new Unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unknown(e);
        }
        Comparator<Map.Entry<String, Double>> byWeight = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return weights.entrySet().stream()
                .sorted(byWeight.thenComparing(Map.Entry.comparingByKey()))
                .limit(settings.most())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Tells Redis what this process has counted since it was last told. */
    void tell() {
        tallies.forEach((name, tally) -> {
            Map<String, Long> counts = tally.taken();
            if (counts.isEmpty() || shelf.isLeftAlone()) {
                return;
            }
            try {
                tell(key(name, hour()), counts);
            } catch (RedisScripts.Away | RedisScripts.Refusing e) {
                LOG.debug("some reads are not counted: {}", e.getMessage());
            }
        });
    }

    private void tell(byte[] key, Map<String, Long> counts) {
        List<byte[]> said = new ArrayList<>();
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            said.add(bytes(count.getKey()));
            said.add(bytes(count.getValue().toString()));
            if (said.size() == 2 * TOLD_TOGETHER) {
                add(key, said);
            }
        }
        if (!said.isEmpty()) {
            add(key, said);
        }
    }

    private void add(byte[] key, List<byte[]> said) {
        long keepSeconds = TimeUnit.HOURS.toSeconds(settings.hours() + 1L);
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(String.valueOf(keepSeconds)));
        arguments.add(bytes(String.valueOf(settings.mostCounted())));
        arguments.addAll(said);
        scripts.tell(ADD, new byte[][] {key}, arguments.toArray(byte[][]::new));
        said.clear();
    }

    private long hour() {
        return TimeUnit.MILLISECONDS.toHours(clock.millis());
    }

    private static byte[] key(String name, long hour) {
        return bytes(PREFIX + name + ":" + hour);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ScoredValue<byte[]> read) {
        return new String(read.getValue(), StandardCharsets.UTF_8);
    }

    @Override
    void round() {
        try {
            tell();
        } catch (RuntimeException e) {
            LOG.warn("reads cannot be counted", e);
        }
    }

    /** What was read since the last round is counted too. */
    @Override
    void afterwards() {
        round();
    }

    /** Redis does not say what is read most. */
    static final class Unknown extends RuntimeException {
        private Unknown(Exception why) {
            super("Redis does not say: " + why, why, false, false);
        }
    }
}
