package stockledger.query.cache;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Answers kept ready to send in Redis, one shelf for each epoch of a projection.
 *
 * <p>Whoever folds reads the generation after the documents were written, whoever asks before the document is read: an
 * older answer lies under a name that was given up before, or the newer one lands on it. What could not be written gives
 * up its slot of the generation, so Redis may fail, come back or forget, and still nothing old is served for longer than a
 * process takes to look at the generation again.
 */
final class RedisCache {

    /** Where Redis tells of changes: the revision, a blank, and the name. */
    static final String CHANGES = "stockledger:changes";

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);

    /** Drawn by the first who looks at an empty Redis. */
    private static final String MARK = "stockledger:mark";

    /** Puts what is newer, and tells of it when the body is another one, or who put it may not have told. */
    private static final byte[] PUT_NEWER = """
            local held = redis.call('GET', KEYS[1]) or ''
            local before = tonumber(string.match(held, '^(%d+) ') or '-1')
            local now = tonumber(ARGV[1])
            if before > now then return 0 end
            if before < now then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
            local function body(text) return string.sub(text, (string.find(text, '\\n', 1, true) or 0) + 1) end
            if before == now or body(held) ~= body(ARGV[2]) then
                redis.call('PUBLISH', ARGV[4], ARGV[1] .. ' ' .. KEYS[1])
            end
            return 1
            """.getBytes(StandardCharsets.US_ASCII);

    private final RedisConnectionFactory redis;
    private final CacheGenerationStore generation;
    private final CacheSettings settings;
    private final CacheMeters meters;
    private volatile boolean failing;
    private volatile long failedAt;

    RedisCache(
            RedisConnectionFactory redis, CacheGenerationStore generation, CacheSettings settings, CacheMeters meters) {
        this.redis = redis;
        this.generation = generation;
        this.settings = settings;
        this.meters = meters;
    }

    /**
     * A shelf under the generation that was believed when it was opened. Whoever makes an answer opens the shelf before
     * reading the document: so an old answer never lands where a newer one is not put too.
     *
     * @param name such as {@code product:3}
     */
    record Shelf(String name, @Nullable CacheGeneration belief) {

        /** Whether MongoDB was reached before it was opened. */
        boolean isKnown() {
            return belief != null;
        }

        /** The name of an answer, the same in Redis and in every process. */
        String nameOf(String key) {
            return name + ":" + (belief == null ? null : belief.wordOf(name, key)) + ":" + key;
        }
    }

    /** Opens a shelf for one question. */
    Shelf open(String name) {
        return new Shelf(name, generation.known());
    }

    /** An answer; null when it is not there, or Redis is not. */
    @Nullable
    CachedResponse get(Shelf shelf, String key) {
        return get(shelf, List.of(key)).get(key);
    }

    /** The answers of these keys that are there. */
    Map<String, CachedResponse> get(Shelf shelf, List<String> keys) {
        if (!shelf.isKnown() || failing) {
            return Map.of();
        }
        byte[][] names = keys.stream().map(key -> name(shelf, key)).toArray(byte[][]::new);
        try (RedisConnection connection = redis.getConnection()) {
            Map<String, CachedResponse> found = new HashMap<>();
            if (names.length == 1) {
                add(found, keys.get(0), await(commands(connection).get(names[0])));
                return found;
            }
            List<KeyValue<byte[], byte[]>> values = await(commands(connection).mget(names));
            for (int i = 0; values != null && i < values.size(); i++) {
                add(found, keys.get(i), values.get(i).getValueOrElse(null));
            }
            return found;
        } catch (RedisAway | DataAccessException | RedisException e) {
            failed(e);
            return Map.of();
        }
    }

    /**
     * Puts answers on the shelf whose documents have just been written.
     *
     * @throws com.mongodb.MongoException when neither Redis nor the generation could be written
     */
    void put(String name, Map<String, CachedResponse> answers) {
        if (answers.isEmpty()) {
            return;
        }
        CacheGeneration belief = generation.read();
        if (failing) {
            generation.doubt(belief, name, answers.keySet());
            return;
        }
        Set<String> open = new HashSet<>(answers.keySet());
        Shelf shelf = new Shelf(name, belief);
        try (RedisConnection connection = redis.getConnection()) {
            RedisClusterAsyncCommands<byte[], byte[]> commands = commands(connection);
            Map<String, Future<Object>> pending = new LinkedHashMap<>();
            answers.forEach((key, answer) -> pending.put(key, send(commands, name(shelf, key), answer)));
            for (Map.Entry<String, Future<Object>> one : pending.entrySet()) {
                await(one.getValue());
                open.remove(one.getKey());
            }
        } catch (RedisAway | DataAccessException | RedisException e) {
            failed(e);
            generation.doubt(belief, name, open);
        }
    }

    /**
     * Puts back an answer that Redis has lost, made for a question; it does not matter whether that succeeds. All are told
     * as if it were put: who folds may put only the next one, which may look the same.
     */
    void fill(Shelf shelf, String key, CachedResponse answer) {
        if (!shelf.isKnown() || failing) {
            return;
        }
        try (RedisConnection connection = redis.getConnection()) {
            send(commands(connection), name(shelf, key), answer);
        } catch (RedisAway | DataAccessException | RedisException e) {
            failed(e);
        }
    }

    /** Looks whether Redis is still the one it was, and has not been emptied. */
    void look() {
        if (failing) {
            return;
        }
        try (RedisConnection connection = redis.getConnection()) {
            Properties server = connection.serverCommands().info();
            if (server == null) {
                return;
            }
            meters.redisEvicted(Long.parseLong(server.getProperty("evicted_keys", "0")));
            connection.stringCommands().setNX(text(MARK), text(UUID.randomUUID().toString()));
            byte[] mark = connection.stringCommands().get(text(MARK));
            if (mark != null) {
                generation.met(server.getProperty("run_id") + "/" + new String(mark, StandardCharsets.US_ASCII));
            }
        } catch (DataAccessException e) {
            failed(e);
        }
    }

    /** Redis answered to what was sent then: it is asked again if it failed before that. */
    void answered(long sentAt) {
        if (failing && sentAt - failedAt > 0) {
            failing = false;
            LOG.info("Redis answers again");
        }
    }

    /** Redis failed: it is left alone until it has answered a beat. */
    void failed(Exception why) {
        if (!failing) {
            LOG.warn("Redis is left alone until it answers again: {}", why.getMessage());
        }
        failedAt = System.nanoTime();
        failing = true;
    }

    /** Whether Redis failed and has not answered since. */
    boolean isLeftAlone() {
        return failing;
    }

    private Future<Object> send(
            RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] name, CachedResponse answer) {
        return commands.eval(
                PUT_NEWER,
                ScriptOutputType.INTEGER,
                new byte[][] {name},
                text(String.valueOf(answer.revision())),
                answer.written(),
                text(String.valueOf(settings.keepSeconds())),
                text(CHANGES));
    }

    private <T> @Nullable T await(Future<T> answer) {
        try {
            return answer.get(settings.commandTimeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            throw new RedisAway(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAway(e);
        }
    }

    private static void add(Map<String, CachedResponse> found, String key, byte @Nullable [] value) {
        CachedResponse ready = value == null ? null : CachedResponse.read(value);
        if (ready != null) {
            found.put(key, ready);
        }
    }

    @SuppressWarnings("unchecked")
    static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }

    private static byte[] name(Shelf shelf, String key) {
        return text(shelf.nameOf(key));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Redis did not answer, or not in time. */
    private static final class RedisAway extends RuntimeException {
        RedisAway(Exception why) {
            super(why.toString(), why, false, false);
        }
    }
}
