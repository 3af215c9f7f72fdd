package stockledger.standalone.servers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of the servers that come with the jar.
 *
 * @param programsDir where their programs are unpacked, once; {@code programs} in the data folder unless given. Several
 *     data folders may share one
 * @param postgresStartSeconds longest wait for PostgreSQL; after a crash it first reads its log again
 * @param postgresStopSeconds longest wait for PostgreSQL's orderly end
 * @param postgresConnections most connections to PostgreSQL
 * @param redisStartSeconds longest wait for Redis
 * @param redisStopSeconds longest wait for the orderly end of Redis
 * @param redisMemory most memory of Redis; what does not fit is read from MongoDB
 * @param mongoUri a MongoDB that is there already, such as {@code mongodb://127.0.0.1:27017/stockledger}, for the read
 *     models of this data folder and no other; unless given, they are kept in the memory of this process
 * @param portAttempts how often a server is started again when another program took its port first
 */
@Validated
@ConfigurationProperties("stockledger.embedded")
public record EmbeddedSettings(
        @Nullable Path programsDir,
        @DefaultValue("120") @Min(5) @Max(3_600) int postgresStartSeconds,
        @DefaultValue("5") @Min(1) @Max(300) int postgresStopSeconds,
        @DefaultValue("60") @Min(20) @Max(1_000) int postgresConnections,
        @DefaultValue("10") @Min(1) @Max(300) int redisStartSeconds,
        @DefaultValue("2") @Min(1) @Max(60) int redisStopSeconds,
        @DefaultValue("512MB") @NotNull DataSize redisMemory,
        @Nullable String mongoUri,
        @DefaultValue("3") @Min(1) @Max(10) int portAttempts) {

    Duration postgresStart() {
        return Duration.ofSeconds(postgresStartSeconds);
    }

    Duration postgresStop() {
        return Duration.ofSeconds(postgresStopSeconds);
    }

    Duration redisStart() {
        return Duration.ofSeconds(redisStartSeconds);
    }

    Duration redisStop() {
        return Duration.ofSeconds(redisStopSeconds);
    }
}
