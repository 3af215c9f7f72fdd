package stockledger.query.cache;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the responses cached in this process and in Redis.
 *
 * @param maxSize memory of this process for cached responses, keys included; a tenth of its heap, if not set
 * @param ttl how long Redis keeps a response or a list that is not written again
 * @param gzipFrom a response of at least this size is cached compressed too, once a caller accepts gzip
 * @param maxStaleness how old a response of this process may be when no heartbeat proves that it is still valid; at least
 *     twice {@code heartbeat-interval} and {@code command-timeout} together
 * @param commandTimeout longest wait for Redis, connecting included, before MongoDB is read instead
 * @param heartbeatInterval how often a process sends a heartbeat through its invalidation channel, and reads the cache
 *     generation
 */
@Validated
@ConfigurationProperties("stockledger.cache")
public record CacheSettings(
        @Nullable DataSize maxSize,

        @DefaultValue("1h") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 7)
        Duration ttl,

        @DefaultValue("2KB") @NotNull DataSize gzipFrom,

        @DefaultValue("1s") @NotNull @DurationMin(millis = 10) @DurationMax(minutes = 1)
        Duration maxStaleness,

        @DefaultValue("500ms") @NotNull @DurationMin(millis = 10) @DurationMax(seconds = 10)
        Duration commandTimeout,

        @DefaultValue("250ms") @NotNull @DurationMin(millis = 5) @DurationMax(seconds = 10)
        Duration heartbeatInterval) {

    /** A tenth, which leaves memory for buffers and requests in progress in a small heap too. */
    private static final int PARTS_OF_HEAP = 10;

    public CacheSettings {
        if (maxSize != null && maxSize.isNegative()) {
            throw new IllegalArgumentException("max-size must not be negative");
        }
        // A lost write is known to all processes after a heartbeat, a timeout, and one reading of the generation.
        if (heartbeatInterval.multipliedBy(2).plus(commandTimeout).compareTo(maxStaleness) > 0) {
            throw new IllegalArgumentException(
                    "max-staleness must be at least twice heartbeat-interval and command-timeout together");
        }
    }

    /** Memory of this process for cached responses, in bytes. */
    long maxBytes() {
        return maxSize == null ? Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP : maxSize.toBytes();
    }
}
