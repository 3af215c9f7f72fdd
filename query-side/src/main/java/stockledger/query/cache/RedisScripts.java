package stockledger.query.cache;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Lets Redis run scripts, several side by side, and waits for it no longer than it may. */
final class RedisScripts {

    private final RedisConnectionFactory redis;
    private final CacheSettings settings;

    RedisScripts(RedisConnectionFactory redis, CacheSettings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    /** One run of a script, on keys that share a hash tag. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(byte[][] keys, byte[]... arguments) {}

    /** Redis did not answer, or not in time. */
    static final class Away extends RuntimeException {
        private Away(Exception why) {
            super(why.toString(), why, false, false);
        }
    }

    /** Redis answered that it will not. */
    static final class Refusing extends RuntimeException {
        private Refusing(Exception why) {
            super(why.getMessage(), why, false, false);
        }
    }

    /** Runs a script that answers a list, for each call. */
    List<List<Object>> ask(RedisScript script, List<Call> calls) {
        return connected(commands -> {
            List<Future<List<Object>>> pending = new ArrayList<>(calls.size());
            for (Call call : calls) {
                pending.add(commands.evalsha(script.digest(), ScriptOutputType.MULTI, call.keys(), call.arguments()));
            }
            List<List<Object>> answers = new ArrayList<>(calls.size());
            for (int i = 0; i < calls.size(); i++) {
                answers.add(answer(commands, script, calls.get(i), pending.get(i)));
            }
            return answers;
        });
    }

    private List<Object> answer(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            RedisScript script,
            Call call,
            Future<List<Object>> pending) {
        try {
            return await(pending);
        } catch (Refusing e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                // Redis has begun since it was told the script.
                Future<List<Object>> again =
                        commands.eval(script.text(), ScriptOutputType.MULTI, call.keys(), call.arguments());
                return await(again);
            }
            throw e;
        }
    }

    /** Runs a script that answers a number, for each call; tells the last answer. */
    long tell(RedisScript script, List<Call> calls) {
        return connected(commands -> {
            List<Future<Long>> pending = new ArrayList<>(calls.size());
            for (Call call : calls) {
                pending.add(commands.eval(script.text(), ScriptOutputType.INTEGER, call.keys(), call.arguments()));
            }
            long last = 0;
            for (Future<Long> one : pending) {
                last = await(one);
            }
            return last;
        });
    }

    long tell(RedisScript script, byte[][] keys, byte[]... arguments) {
        return tell(script, List.of(new Call(keys, arguments)));
    }

    private <T> T connected(Function<RedisClusterAsyncCommands<byte[], byte[]>, T> work) {
        try (RedisConnection connection = redis.getConnection()) {
            return work.apply(RedisCache.commands(connection));
        } catch (DataAccessException | RedisException e) {
            throw new Away(e);
        }
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.get(settings.commandTimeoutMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisCommandExecutionException refused) {
                throw new Refusing(refused);
            }
            throw new Away(e);
        } catch (TimeoutException | CancellationException e) {
            throw new Away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away(e);
        }
    }
}
