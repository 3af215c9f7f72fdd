package stockledger.query.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Slow operations are counted, and logged by their shape, which holds no data. */
class SlowOperationsAreCountedTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double slow(String store, String operation) {
        return registry.counter("stockledger.slow.operations", "store", store, "operation", operation)
                .count();
    }

    @Test
    void anOperationAtTheThresholdIsSlow() {
        SlowRedis redis = new SlowRedis(new SlowOperations(registry, "redis", Duration.ofMillis(50)));
        InetSocketAddress address = new InetSocketAddress(0);
        redis.recordCommandLatency(address, address, CommandType.GET, 0, TimeUnit.MILLISECONDS.toNanos(50) - 1);
        assertThat(slow("redis", "GET")).isZero();
        redis.recordCommandLatency(address, address, CommandType.GET, 0, TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(slow("redis", "GET")).isEqualTo(1);
        assertThat(slow("redis", "EVAL")).isZero();
    }

    @Test
    void theShapeHasFieldNamesAndNoValues() {
        BsonDocument find = BsonDocument.parse(
                "{find: 'sku_1', filter: {_id: {$in: ['secret']}, 'view.brand': 'secret'}, $db: 'shop'}");
        assertThat(SlowMongo.shape("find", find)).isEqualTo("find sku_1 by [_id, view.brand]");
        assertThat(SlowMongo.shape("hello", BsonDocument.parse("{hello: 1, user: 'secret'}")))
                .isEqualTo("hello");
    }
}
