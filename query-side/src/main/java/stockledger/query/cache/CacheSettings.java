package stockledger.query.cache;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are kept ready in Redis.
 *
 * @param keepSeconds how long an answer is kept; what is asked for later is made again
 * @param commandTimeoutMillis longest wait for Redis, before MongoDB is asked instead
 * @param connectTimeoutMillis longest wait for a connection to Redis
 * @param skipMillis how long Redis is left alone after it failed
 * @param generationMillis how often a process looks whether what Redis holds is still to be trusted
 */
@Validated
@ConfigurationProperties("stockledger.cache")
record CacheSettings(
        @DefaultValue("3600") @Min(1) @Max(604_800) int keepSeconds,
        @DefaultValue("500") @Min(10) @Max(10_000) int commandTimeoutMillis,
        @DefaultValue("500") @Min(10) @Max(10_000) int connectTimeoutMillis,
        @DefaultValue("1000") @Min(10) @Max(60_000) int skipMillis,
        @DefaultValue("1000") @Min(50) @Max(60_000) int generationMillis) {}
