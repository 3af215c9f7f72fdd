package stockledger.query.cache;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Receives invalidations from Redis, and its own heartbeats on the same connection. Redis delivers messages in the order in
 * which they were published, so a heartbeat that arrives proves that every invalidation before it has arrived.
 */
final class InvalidationSubscriber {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationSubscriber.class);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

    private final LettuceConnectionFactory factory;
    private final RedisGateway redis;
    private final RedisCache cache;
    private final LocalCache local;
    private final InvalidationEvents events;
    private final CacheMeters meters;
    private final String heartbeatChannel = "stockledger:heartbeat:" + UUID.randomUUID();
    private final AtomicReference<@Nullable Subscription> current = new AtomicReference<>();
    private long lastId;
    private volatile boolean unsupported;

    InvalidationSubscriber(
            LettuceConnectionFactory factory,
            RedisGateway redis,
            RedisCache cache,
            LocalCache local,
            InvalidationEvents events,
            CacheMeters meters) {
        this.factory = factory;
        this.redis = redis;
        this.cache = cache;
        this.local = local;
        this.events = events;
        this.meters = meters;
    }

    /** One connection, until it is lost: what was published meanwhile is lost too. */
    private final class Subscription extends RedisPubSubAdapter<String, byte[]>
            implements RedisConnectionStateListener {
        private final long id;
        private final StatefulRedisPubSubConnection<String, byte[]> connection;
        private volatile boolean disconnected;

        private Subscription(long id, StatefulRedisPubSubConnection<String, byte[]> connection) {
            this.id = id;
            this.connection = connection;
        }

        @Override
        public void message(String channel, byte[] message) {
            if (channel.equals(heartbeatChannel)) {
                local.heartbeat(id, Long.parseLong(new String(message, StandardCharsets.US_ASCII)));
                return;
            }
            Invalidation invalidation = Invalidation.decode(message);
            if (invalidation != null) {
                meters.invalidations.increment();
                local.replace(invalidation, id);
                events.onInvalidation(invalidation.key());
            }
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            disconnected = true;
            lost(this);
        }
    }

    /** Subscribes if that is needed, sends a heartbeat, and checks in the same round trip which Redis answers. */
    void heartbeat() {
        try {
            Subscription stale = current.get();
            if (stale != null && !local.isSubscribed()) {
                // The connection is open, but heartbeats do not arrive.
                lost(stale);
            }
            if (current.get() == null && !unsupported) {
                subscribe();
            }
            cache.verify(redis.heartbeat(heartbeatChannel, String.valueOf(System.nanoTime()), RedisCache::identity));
        } catch (RedisException e) {
            redis.failed(e);
        } catch (RedisGateway.Unavailable | RedisGateway.Rejected e) {
            LOG.debug("no heartbeat: {}", e.getMessage());
        }
    }

    private void subscribe() {
        AbstractRedisClient client = factory.getRequiredNativeClient();
        if (!(client instanceof RedisClient single)) {
            // Channels of a Redis Cluster are not subscribed to: responses expire after max-staleness.
            unsupported = true;
            return;
        }
        StatefulRedisPubSubConnection<String, byte[]> connection = single.connectPubSub(CODEC);
        Subscription begun = new Subscription(++lastId, connection);
        connection.addListener((RedisConnectionStateListener) begun);
        connection.addListener((RedisPubSubListener<String, byte[]>) begun);
        try {
            connection.sync().subscribe(RedisCache.INVALIDATIONS, heartbeatChannel);
        } catch (RedisException e) {
            connection.closeAsync();
            throw e;
        }
        local.subscribed(begun.id);
        current.set(begun);
        if (begun.disconnected) {
            lost(begun);
        }
    }

    /** Whether this Redis does not support invalidations. */
    boolean isUnsupported() {
        return unsupported;
    }

    /** Ends the subscription. */
    void close() {
        Subscription last = current.get();
        if (last != null) {
            lost(last);
        }
    }

    private void lost(Subscription subscription) {
        if (current.compareAndSet(subscription, null)) {
            subscription.connection.closeAsync();
            local.disconnected();
            meters.clears.increment();
        }
    }
}
