package stockledger.query.cache;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
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
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Hears from Redis what has changed, and proves that it hears: it says something to itself by the same way, several
 * times within the bound on staleness. Redis passes on what it is told in the order it was told, so whoever hears its
 * own word has heard of all that changed before.
 */
final class InvalidationSubscriber extends Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationSubscriber.class);

    private final LettuceConnectionFactory redis;
    private final LocalCache process;
    private final RedisCache shelf;
    private final InvalidationEvents changes;
    private final CacheMeters meters;
    private final CacheSettings settings;
    private final String own = "stockledger:pulse:" + UUID.randomUUID();
    private final AtomicReference<@Nullable Hearing> hearing = new AtomicReference<>();
    private long eras;
    private volatile boolean hearsNothing;

    InvalidationSubscriber(
            LettuceConnectionFactory redis,
            LocalCache process,
            RedisCache shelf,
            InvalidationEvents changes,
            CacheMeters meters,
            CacheSettings settings) {
        super("cache-pulse", settings.beatMillis());
        this.redis = redis;
        this.process = process;
        this.shelf = shelf;
        this.changes = changes;
        this.meters = meters;
        this.settings = settings;
    }

    /** One connection for as long as it lasts. What it misses while it is away cannot be made up for. */
    private final class Hearing extends RedisPubSubAdapter<String, String> implements RedisConnectionStateListener {
        private final long era;
        private final StatefulRedisPubSubConnection<String, String> connection;
        private volatile boolean gone;

        private Hearing(long era, StatefulRedisPubSubConnection<String, String> connection) {
            this.era = era;
            this.connection = connection;
        }

        @Override
        public void message(String channel, String message) {
            if (channel.equals(own)) {
                process.proven(era, Long.parseLong(message));
                return;
            }
            int blank = message.indexOf(' ');
            if (blank > 0) {
                meters.heard.increment();
                String name = message.substring(blank + 1);
                process.changed(name, Long.parseLong(message.substring(0, blank)));
                changes.heard(name);
            }
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            gone = true;
            lost(this);
        }
    }

    @Override
    void round() {
        long now = System.nanoTime();
        try (RedisConnection connection = redis.getConnection()) {
            Hearing silent = hearing.get();
            if (silent != null && !process.isHearing()) {
                // Open, but nothing comes through it any more.
                lost(silent);
            }
            if (hearing.get() == null) {
                hear();
                now = System.nanoTime();
            }
            connection.publish(bytes(own), bytes(String.valueOf(now)));
            shelf.answered(now);
        } catch (DataAccessException | RedisException e) {
            shelf.failed(e);
        } catch (RuntimeException e) {
            LOG.warn("the pulse of the cache is irregular", e);
        }
    }

    private void hear() {
        AbstractRedisClient client = redis.getRequiredNativeClient();
        if (!(client instanceof RedisClient single)) {
            // In a cluster nobody tells: answers are kept for no longer than the bound.
            hearsNothing = true;
            return;
        }
        StatefulRedisPubSubConnection<String, String> connection = single.connectPubSub(StringCodec.UTF8);
        Hearing begun = new Hearing(++eras, connection);
        connection.addListener((RedisConnectionStateListener) begun);
        connection.addListener((RedisPubSubListener<String, String>) begun);
        try {
            connection.sync().subscribe(RedisCache.CHANGES, own);
        } catch (RedisException e) {
            connection.closeAsync();
            throw e;
        }
        process.hears(begun.era);
        hearing.set(begun);
        if (begun.gone) {
            lost(begun);
        }
    }

    /** Whether this is a Redis that never tells of changes. */
    boolean hearsNothing() {
        return hearsNothing;
    }

    private void lost(Hearing gone) {
        if (hearing.compareAndSet(gone, null)) {
            gone.connection.closeAsync();
            process.deaf();
            meters.drops.increment();
        }
    }

    @Override
    void afterwards() {
        Hearing last = hearing.get();
        if (last != null) {
            lost(last);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
