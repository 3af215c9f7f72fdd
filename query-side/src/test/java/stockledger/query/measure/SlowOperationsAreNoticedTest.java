package stockledger.query.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What took long is counted and told by its shape; nobody's data is in that. */
class SlowOperationsAreNoticedTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double slow(String store, String operation) {
        return registry.counter("stockledger.slow.operations", "store", store, "operation", operation)
                .count();
    }

    @Test
    void fromTheThresholdOn() {
        SlowRedis redis = new SlowRedis(new SlowOperations(registry, "redis", 50));
        InetSocketAddress anywhere = new InetSocketAddress(0);
        redis.recordCommandLatency(anywhere, anywhere, CommandType.GET, 0, TimeUnit.MILLISECONDS.toNanos(50) - 1);
        assertThat(slow("redis", "GET")).isZero();
        redis.recordCommandLatency(anywhere, anywhere, CommandType.GET, 0, TimeUnit.MILLISECONDS.toNanos(50));
        assertThat(slow("redis", "GET")).isEqualTo(1);
        assertThat(slow("redis", "EVAL")).isZero();
    }

    @Test
    void theShapeHasNoValues() {
        BsonDocument find = BsonDocument.parse(
                "{find: 'product_1', filter: {_id: {$in: ['secret']}, 'view.brand': 'secret'}, $db: 'shop'}");
        assertThat(SlowMongo.shape("find", find)).isEqualTo("find product_1 by [_id, view.brand]");
        assertThat(SlowMongo.shape("hello", BsonDocument.parse("{hello: 1, user: 'secret'}")))
                .isEqualTo("hello");
    }
}
