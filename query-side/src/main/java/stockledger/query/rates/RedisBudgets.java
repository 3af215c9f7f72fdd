package stockledger.query.rates;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.DelayParameters;
import io.github.bucket4j.distributed.proxy.optimization.Optimization;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stockledger.query.cache.RedisGateway;
import stockledger.web.limits.SharedBudgets;

/**
 * The budgets of callers that all processes share, in Redis. Requests are taken from them in batches: one in
 * {@link #BATCH}, or in {@link #DELAY}, sends something.
 */
final class RedisBudgets implements SharedBudgets {

    private static final int BATCH = 20;
    private static final Duration DELAY = Duration.ofMillis(200);

    /** Of a batch: until then its budget sends no other one, and the process decides by itself. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** A full budget need not be stored. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private static final Optimization BATCHED = Optimizations.delaying(new DelayParameters(BATCH, DELAY));
    private static final String PREFIX = "budget:";

    private final RedisGateway redis;
    private volatile @Nullable AsyncProxyManager<byte[]> buckets;

    RedisBudgets(RedisGateway redis) {
        this.redis = redis;
    }

    @Override
    public Budget of(String caller, BucketConfiguration size) {
        return new RedisBudget((PREFIX + caller).getBytes(StandardCharsets.UTF_8), size);
    }

    private final class RedisBudget implements Budget {

        private final byte[] key;
        private final BucketConfiguration size;
        private volatile @Nullable AsyncBucketProxy bucket;

        RedisBudget(byte[] key, BucketConfiguration size) {
            this.key = key;
            this.size = size;
        }

        @Override
        public CompletionStage<ConsumptionProbe> take() {
            if (!redis.isAvailable()) {
                return CompletableFuture.failedStage(new IllegalStateException("Redis is skipped"));
            }
            try {
                AsyncBucketProxy taken = bucket;
                if (taken == null) {
                    taken = buckets()
                            .builder()
                            .withOptimization(BATCHED)
                            .build(key, () -> CompletableFuture.completedFuture(size));
                    bucket = taken;
                }
                return taken.tryConsumeAndReturnRemaining(1);
            } catch (RuntimeException e) {
                return CompletableFuture.failedStage(e);
            }
        }
    }

    private AsyncProxyManager<byte[]> buckets() {
        AsyncProxyManager<byte[]> known = buckets;
        if (known == null) {
            known = redis.connected(connection -> builder(connection.getNativeConnection())
                            .expirationAfterWrite(
                                    ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
                            .requestTimeout(TIMEOUT)
                            .build())
                    .asAsync();
            buckets = known;
        }
        return known;
    }

    /** Spring shares one connection, which reconnects by itself. */
    @SuppressWarnings("unchecked")
    private static Bucket4jLettuce.LettuceBasedProxyManagerBuilder<byte[]> builder(Object commands) {
        return commands instanceof RedisAdvancedClusterAsyncCommands<?, ?> cluster
                ? Bucket4jLettuce.casBasedBuilder((RedisAdvancedClusterAsyncCommands<byte[], byte[]>) cluster)
                : Bucket4jLettuce.casBasedBuilder((RedisAsyncCommands<byte[], byte[]>) commands);
    }
}
