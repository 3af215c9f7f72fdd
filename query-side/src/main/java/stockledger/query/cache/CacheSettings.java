package stockledger.query.cache;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are kept ready, in this process and in Redis.
 *
 * @param processSize most memory of this process for answers, names included; a tenth of its heap, if not set
 * @param packFrom an answer of at least this size is kept packed with gzip too, once a caller asks for it so
 * @param stalenessMillis how old an answer of this process may be when nothing proves that it is still true; at least
 *     {@code beat-millis}, {@code generation-millis} and {@code command-timeout-millis} together
 * @param beatMillis how often a process proves that it hears of changes
 * @param generationMillis how often a process looks whether what Redis holds is still to be trusted
 * @param keepSeconds how long an answer is kept in Redis; what is asked for later is made again
 * @param commandTimeoutMillis longest wait for Redis, before MongoDB is asked instead
 * @param connectTimeoutMillis longest wait for a connection to Redis
 * @param skipMillis longest pause between attempts to reach a Redis that is away
 */
@Validated
@ConfigurationProperties("stockledger.cache")
record CacheSettings(
        @Nullable DataSize processSize,

        @DefaultValue("2KB") @NotNull DataSize packFrom,

        @DefaultValue("1000") @Min(10) @Max(60_000) int stalenessMillis,
        @DefaultValue("200") @Min(5) @Max(10_000) int beatMillis,
        @DefaultValue("200") @Min(5) @Max(60_000) int generationMillis,
        @DefaultValue("3600") @Min(1) @Max(604_800) int keepSeconds,
        @DefaultValue("500") @Min(10) @Max(10_000) int commandTimeoutMillis,
        @DefaultValue("500") @Min(10) @Max(10_000) int connectTimeoutMillis,
        @DefaultValue("1000") @Min(10) @Max(60_000) int skipMillis) {

    /** A tenth: what else grows with the load, buffers and lists under way, has room beside it in a small heap too. */
    private static final int PARTS_OF_HEAP = 10;

    CacheSettings {
        if (processSize != null && processSize.isNegative()) {
            throw new IllegalArgumentException("processSize is no memory at all when it is negative");
        }
        if (beatMillis + generationMillis + commandTimeoutMillis > stalenessMillis) {
            throw new IllegalArgumentException("stalenessMillis is at least beatMillis, generationMillis and"
                    + " commandTimeoutMillis together, or a change that Redis was not told of is heard of too late");
        }
    }

    /** Most memory of this process for answers, in bytes. */
    long processBytes() {
        return processSize == null ? Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP : processSize.toBytes();
    }
}
