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
 * @param postgresConnections maximum number of connections to PostgreSQL
 * @param redisMemory maximum memory of Redis; evicted entries are read from MongoDB
 * @param mongoUri an external MongoDB, such as {@code mongodb://127.0.0.1:27017/stockledger}, for the read models of this
 *     data folder only; without it, read models are kept in the data folder
 */
@Validated
@ConfigurationProperties("stockledger.embedded")
public record EmbeddedSettings(
        @Nullable Path programsDir,

        @DefaultValue("120s") @NotNull @DurationMin(seconds = 5) @DurationMax(seconds = 3600)
        Duration postgresStartTimeout,

        @DefaultValue("60") @Min(20) @Max(1_000) int postgresConnections,

        @DefaultValue("512MB") @NotNull DataSize redisMemory,
        @Nullable String mongoUri) {

    /** With the delays of {@link Supervisor}, they take half a minute and the time of the starts. */
    static final int POSTGRES_MAX_FAILURES = 9;

    /** PostgreSQL shuts down within a second; after this it is stopped as after a crash, which loses nothing. */
    static final Duration POSTGRES_STOP_TIMEOUT = Duration.ofSeconds(5);

    /** Redis keeps no data that a start must load, so a longer wait means that it cannot start. */
    static final Duration REDIS_START_TIMEOUT = Duration.ofSeconds(10);

    /** Redis has nothing to save at its end. */
    static final Duration REDIS_STOP_TIMEOUT = Duration.ofSeconds(2);
}
