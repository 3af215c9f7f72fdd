package stockledger.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnavailableRedisIsSkippedTest {

    private static final byte[][] KEYS = {RedisGateway.ascii("key")};
    private static final RedisScript INCREMENT = script("return redis.call('INCR', KEYS[1])");

    private CacheFixture fixture;
    private RedisGateway redis;

    @BeforeEach
    void start() {
        fixture = new CacheFixture();
        redis = new RedisGateway(fixture.factory, Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static RedisScript script(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new RedisScript(bytes, Base16.digest(bytes));
    }

    @Test
    void anUnavailableRedisIsSkippedUntilItAnswersAHeartbeat() {
        assertThat(redis.execute(INCREMENT, KEYS)).isEqualTo(1);
        fixture.server().freeze();
        try {
            assertThatThrownBy(() -> redis.execute(INCREMENT, KEYS)).isInstanceOf(RedisGateway.Unavailable.class);
            assertThat(redis.isAvailable()).isFalse();
        } finally {
            fixture.server().thaw();
        }
        assertThatThrownBy(() -> redis.execute(INCREMENT, KEYS))
                .isInstanceOf(RedisGateway.Unavailable.class)
                .hasMessageContaining("skipped");
        redis.send(INCREMENT, new RedisGateway.Call(KEYS));
        byte[] answered = redis.heartbeat("heartbeat", "1", commands -> commands.get(KEYS[0]));
        assertThat(answered).as("of a command sent with the heartbeat").isNotNull();
        assertThat(redis.isAvailable()).isTrue();
        assertThat(redis.execute(INCREMENT, KEYS))
                .as("skipped calls were not sent")
                .isEqualTo(3);
    }

    @Test
    void aRejectedCommandDoesNotSkipRedis() {
        RedisScript wrongType = script("return redis.call('LPUSH', KEYS[1], 'x')");
        redis.execute(INCREMENT, KEYS);
        AtomicInteger completed = new AtomicInteger();
        List<RedisGateway.Call> calls =
                List.of(new RedisGateway.Call(new byte[][] {RedisGateway.ascii("list")}), new RedisGateway.Call(KEYS));
        assertThatThrownBy(() -> redis.execute(wrongType, calls, completed::incrementAndGet))
                .isInstanceOf(RedisGateway.Rejected.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(completed).as("calls before the rejected one").hasValue(1);
        assertThat(redis.isAvailable()).isTrue();
    }

    @Test
    void aScriptThatRedisDoesNotKnowIsSentInFull() {
        RedisScript pair = script("return {1, redis.call('INCR', KEYS[1])}");
        for (int i = 1; i <= 3; i++) {
            assertThat(redis.query(pair, List.of(new RedisGateway.Call(KEYS)))).containsExactly(List.of(1L, (long) i));
            fixture.factory.getConnection().scriptingCommands().scriptFlush();
        }
    }
}
