package stockledger.query.cache;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Answers kept ready to send in Redis, one shelf for each epoch of a projection.
 *
 * <p>How it works. An answer is written after the document it is made from, so Redis is never newer than MongoDB. Of
 * two answers under one name the one of the newer document stays. Whoever folds reads the generation after the
 * documents were written, whoever asks before the document is read: an older answer lies under a generation that was
 * drawn before, and the newer one lands on it. What could not be written makes a new generation, so Redis may fail, come back or forget,
 * and still nothing old is served for longer than a process takes to look at the generation again. A question that
 * carries a token compares it with the versions beside the answer.
 */
public final class Shelves {

    private static final Logger LOG = LoggerFactory.getLogger(Shelves.class);

    private static final byte[] PUT_NEWER = """
            local held = redis.call('GETRANGE', KEYS[1], 0, 20)
            local revision = tonumber(string.match(held, '^(%d+) ') or '-1')
            if revision >= tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
            return 1
            """.getBytes(StandardCharsets.US_ASCII);

    private final RedisConnectionFactory redis;
    private final Generation generation;
    private final CacheSettings settings;
    private final AtomicLong skipUntil = new AtomicLong(System.nanoTime());

    Shelves(RedisConnectionFactory redis, Generation generation, CacheSettings settings) {
        this.redis = redis;
        this.generation = generation;
        this.settings = settings;
    }

    /**
     * A shelf under the generation that was believed when it was opened. Whoever makes an answer opens the shelf before
     * reading the document: so an old answer never lands where a newer one is not put too.
     *
     * @param name such as {@code product:3}
     */
    public record Shelf(String name, @Nullable String word) {}

    /** Opens a shelf for one question. */
    public Shelf open(String name) {
        return new Shelf(name, generation.known());
    }

    /** An answer; null when it is not there, or Redis is not. */
    public @Nullable Ready get(Shelf shelf, String key) {
        return get(shelf, List.of(key)).get(key);
    }

    /** The answers of these keys that are there. */
    public Map<String, Ready> get(Shelf shelf, List<String> keys) {
        if (shelf.word() == null || isSkipped()) {
            return Map.of();
        }
        byte[][] names = keys.stream().map(key -> name(shelf, key)).toArray(byte[][]::new);
        try (RedisConnection connection = redis.getConnection()) {
            Map<String, Ready> found = new HashMap<>();
            if (names.length == 1) {
                add(found, keys.get(0), await(commands(connection).get(names[0])));
                return found;
            }
            List<KeyValue<byte[], byte[]>> values = await(commands(connection).mget(names));
            for (int i = 0; values != null && i < values.size(); i++) {
                add(found, keys.get(i), values.get(i).getValueOrElse(null));
            }
            return found;
        } catch (RedisAway | DataAccessException e) {
            skip(e);
            return Map.of();
        }
    }

    /**
     * Puts answers on the shelf whose documents have just been written.
     *
     * @throws com.mongodb.MongoException when neither Redis nor the generation could be written
     */
    public void put(String name, Map<String, Ready> answers) {
        if (answers.isEmpty()) {
            return;
        }
        Shelf shelf = new Shelf(name, generation.read());
        if (isSkipped()) {
            generation.renew();
            return;
        }
        try (RedisConnection connection = redis.getConnection()) {
            RedisClusterAsyncCommands<byte[], byte[]> commands = commands(connection);
            List<Future<Object>> pending = new ArrayList<>(answers.size());
            answers.forEach((key, answer) -> pending.add(send(commands, name(shelf, key), answer)));
            for (Future<Object> one : pending) {
                await(one);
            }
        } catch (RedisAway | DataAccessException e) {
            skip(e);
            generation.renew();
        }
    }

    /** Puts an answer on the shelf that was made for a question; it does not matter whether that succeeds. */
    public void fill(Shelf shelf, String key, Ready answer) {
        if (shelf.word() == null || isSkipped()) {
            return;
        }
        try (RedisConnection connection = redis.getConnection()) {
            send(commands(connection), name(shelf, key), answer);
        } catch (RedisAway | DataAccessException | RedisException e) {
            skip(e);
        }
    }

    /** Looks whether Redis is still the one it was. */
    void look() {
        generation.read();
        if (isSkipped()) {
            return;
        }
        try (RedisConnection connection = redis.getConnection()) {
            Properties server = connection.serverCommands().info("server");
            String run = server == null ? null : server.getProperty("run_id");
            if (run != null) {
                generation.met(run);
            }
        } catch (DataAccessException e) {
            skip(e);
        }
    }

    private Future<Object> send(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] name, Ready answer) {
        return commands.eval(
                PUT_NEWER,
                ScriptOutputType.INTEGER,
                new byte[][] {name},
                text(String.valueOf(answer.revision())),
                answer.written(),
                text(String.valueOf(settings.keepSeconds())));
    }

    private <T> @Nullable T await(Future<T> answer) {
        try {
            return answer.get(settings.commandTimeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new RedisAway(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisAway(e);
        }
    }

    private static void add(Map<String, Ready> found, String key, byte @Nullable [] value) {
        Ready ready = value == null ? null : Ready.read(value);
        if (ready != null) {
            found.put(key, ready);
        }
    }

    private boolean isSkipped() {
        return System.nanoTime() - skipUntil.get() < 0;
    }

    private void skip(Exception why) {
        if (!isSkipped()) {
            LOG.warn("Redis is left alone for {} ms: {}", settings.skipMillis(), why.getMessage());
        }
        skipUntil.set(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.skipMillis()));
    }

    @SuppressWarnings("unchecked")
    private static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }

    private static byte[] name(Shelf shelf, String key) {
        return text(shelf.name() + ":" + shelf.word() + ":" + key);
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
