package stockledger.standalone.servers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the embedded servers.
 *
 * @param programsDir folder into which the server binaries are unpacked once; {@code programs} in the data folder by
 *     default. Several data folders may share one
 * @param postgresStartTimeout longest wait for PostgreSQL to start; after a crash it replays its write-ahead log first
 * @param postgresStopTimeout longest wait for PostgreSQL to shut down
 * @param postgresConnections maximum number of connections to PostgreSQL
 * @param redisStartTimeout longest wait for Redis to start
 * @param redisStopTimeout longest wait for Redis to shut down
 * @param redisMemory maximum memory of Redis; evicted entries are read from MongoDB
 * @param mongoUri an external MongoDB, such as {@code mongodb://127.0.0.1:27017/stockledger}, for the read models of this
 *     data folder only; without it, read models are kept in the memory of this process
 * @param portAttempts attempts to start a server whose port another process took
 */
@Validated
@ConfigurationProperties("stockledger.embedded")
public record EmbeddedSettings(
        @Nullable Path programsDir,

        @DefaultValue("120s") @NotNull @DurationMin(seconds = 5) @DurationMax(seconds = 3600)
        Duration postgresStartTimeout,

        @DefaultValue("5s") @NotNull @DurationMin(seconds = 1) @DurationMax(seconds = 300)
        Duration postgresStopTimeout,

        @DefaultValue("60") @Min(20) @Max(1_000) int postgresConnections,

        @DefaultValue("10s") @NotNull @DurationMin(seconds = 1) @DurationMax(seconds = 300)
        Duration redisStartTimeout,

        @DefaultValue("2s") @NotNull @DurationMin(seconds = 1) @DurationMax(seconds = 60)
        Duration redisStopTimeout,

        @DefaultValue("512MB") @NotNull DataSize redisMemory,
        @Nullable String mongoUri,
        @DefaultValue("3") @Min(1) @Max(10) int portAttempts) {}
