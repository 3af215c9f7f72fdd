package stockledger.query.cache;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Sends all commands of the cache and the list index: every wait is bounded by the command timeout, and a Redis that
 * failed is skipped until it has answered a heartbeat that was sent after the failure.
 */
public final class RedisGateway {

    private static final Logger LOG = LoggerFactory.getLogger(RedisGateway.class);

    private final RedisConnectionFactory factory;
    private final long timeoutNanos;
    private final boolean readOnly;
    private volatile boolean failing;
    private volatile long failedAt;

    public RedisGateway(RedisConnectionFactory factory, Duration commandTimeout) {
        this(factory, commandTimeout, false);
    }

    /** @param readOnly whether everything but reads fails as if Redis were away */
    RedisGateway(RedisConnectionFactory factory, Duration commandTimeout, boolean readOnly) {
        this.factory = factory;
        this.timeoutNanos = commandTimeout.toNanos();
        this.readOnly = readOnly;
    }

    /** One execution of a script, on keys that share a hash tag. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Call(byte[][] keys, byte[]... arguments) {}

    /** Scripts that were sent. */
    @FunctionalInterface
    public interface Sent {

        /**
         * Waits for the results; failures to send are thrown here, too.
         *
         * @param completed runs after each call that succeeded, in the order of the calls
         * @return the last result
         */
        long await(Runnable completed);
    }

    /** Redis did not answer in time, or is skipped since it failed. */
    public static final class Unavailable extends RuntimeException {
        private Unavailable(String message) {
            super(message, null, false, false);
        }
    }

    /** Redis answered with an error, such as that its memory is full. */
    public static final class Rejected extends RuntimeException {
        private Rejected(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    /** Whether commands are sent now; false from a failure until a heartbeat was answered. */
    public boolean isAvailable() {
        return !failing;
    }

    /**
     * Executes a script for each call, all in flight at once.
     *
     * @return the results, in the order of the calls
     */
    public List<List<Object>> query(RedisScript script, List<Call> calls) {
        List<CompletableFuture<List<Object>>> pending = send(script, ScriptOutputType.MULTI, calls);
        return pending.stream().map(this::await).toList();
    }

    /**
     * The same with a script whose result is a number.
     *
     * @param completed runs after each call that succeeded, in the order of the calls
     * @return the last result
     */
    public long execute(RedisScript script, List<Call> calls, Runnable completed) {
        requireWritable();
        return await(this.send(script, ScriptOutputType.INTEGER, calls), completed);
    }

    /**
     * Sends a script whose result is a number, once for each call, and returns without waiting: so that further
     * scripts share the round trip.
     */
    public Sent start(RedisScript script, List<Call> calls) {
        try {
            requireWritable();
            List<CompletableFuture<Long>> pending = send(script, ScriptOutputType.INTEGER, calls);
            return completed -> await(pending, completed);
        } catch (Unavailable e) {
            return completed -> {
                throw e;
            };
        }
    }

    private long await(List<CompletableFuture<Long>> pending, Runnable completed) {
        long last = 0;
        for (CompletableFuture<Long> call : pending) {
            last = await(call);
            completed.run();
        }
        return last;
    }

    public long execute(RedisScript script, byte[][] keys, byte[]... arguments) {
        return execute(script, List.of(new Call(keys, arguments)), () -> {});
    }

    /** Executes a script without waiting for the result; a failure is ignored. */
    void send(RedisScript script, Call call) {
        try {
            requireWritable();
            send(script, ScriptOutputType.INTEGER, List.of(call));
        } catch (Unavailable e) {
            LOG.debug("not sent to Redis: {}", e.getMessage());
        }
    }

    /** Sends one command and waits for its result. */
    <T> T command(Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        CompletableFuture<T> pending =
                onConnection(connection -> command.apply(commands(connection)).toCompletableFuture());
        return await(pending);
    }

    /** Runs synchronous commands on a connection. */
    public <T> T connected(Function<RedisConnection, T> work) {
        requireWritable();
        return onConnection(work);
    }

    private void requireWritable() {
        if (readOnly) {
            throw new Unavailable("this process only reads");
        }
    }

    private <T> T onConnection(Function<RedisConnection, T> work) {
        if (failing) {
            throw new Unavailable("skipped until it answers again");
        }
        try (RedisConnection connection = factory.getConnection()) {
            return work.apply(connection);
        } catch (DataAccessException | RedisException e) {
            throw failed(e);
        }
    }

    /**
     * Publishes a message even while Redis is skipped, and sends a command with it in one round trip: a successful reply to
     * the message ends the skipping.
     *
     * @return the result of the command
     */
    <T> T heartbeat(
            String channel,
            String message,
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        long sentAt = System.nanoTime();
        CompletableFuture<Long> published;
        CompletableFuture<T> result;
        try (RedisConnection connection = factory.getConnection()) {
            RedisClusterAsyncCommands<byte[], byte[]> commands = commands(connection);
            published = commands.publish(ascii(channel), ascii(message)).toCompletableFuture();
            result = command.apply(commands).toCompletableFuture();
        } catch (DataAccessException | RedisException e) {
            throw failed(e);
        }
        try {
            await(published);
        } catch (Rejected e) {
            throw failed(e);
        }
        if (failing && sentAt - failedAt > 0) {
            failing = false;
            LOG.info("Redis answers again");
        }
        return await(result);
    }

    /** Skips Redis until it has answered a heartbeat. */
    Unavailable failed(Exception cause) {
        if (!failing) {
            LOG.warn("Redis is skipped until it answers again: {}", cause.toString());
        }
        failedAt = System.nanoTime();
        failing = true;
        return new Unavailable(cause.toString());
    }

    private <T> List<CompletableFuture<T>> send(RedisScript script, ScriptOutputType type, List<Call> calls) {
        return onConnection(connection -> {
            RedisClusterAsyncCommands<byte[], byte[]> commands = commands(connection);
            List<CompletableFuture<T>> pending = new ArrayList<>(calls.size());
            for (Call call : calls) {
                CompletionStage<T> result = commands.evalsha(script.digest(), type, call.keys(), call.arguments());
                pending.add(result.exceptionallyCompose(e -> causeOf(e) instanceof RedisNoScriptException
                                ? commands.<T>eval(script.text(), type, call.keys(), call.arguments())
                                : CompletableFuture.failedStage(e))
                        .toCompletableFuture());
            }
            return pending;
        });
    }

    private <T> T await(CompletableFuture<T> pending) {
        try {
            return pending.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = causeOf(e);
            if (cause instanceof RedisCommandExecutionException) {
                throw new Rejected(cause);
            }
            throw failed(e);
        } catch (TimeoutException | CancellationException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while waiting for Redis");
        }
    }

    private static Throwable causeOf(Throwable e) {
        Throwable cause = e.getCause();
        return cause != null && (e instanceof CompletionException || e instanceof ExecutionException)
                ? causeOf(cause)
                : e;
    }

    @SuppressWarnings("unchecked")
    private static RedisClusterAsyncCommands<byte[], byte[]> commands(RedisConnection connection) {
        return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
