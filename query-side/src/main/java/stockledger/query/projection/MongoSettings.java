package stockledger.query.projection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long MongoDB is waited for, before a question is told that it is away.
 *
 * @param serverSelectionMillis longest search for a server that can serve
 * @param connectMillis longest wait for a connection
 * @param readMillis longest wait for an answer
 */
@Validated
@ConfigurationProperties("stockledger.query-mongo")
record MongoSettings(
        @DefaultValue("2000") @Min(100) @Max(60_000) int serverSelectionMillis,
        @DefaultValue("2000") @Min(100) @Max(60_000) int connectMillis,
        @DefaultValue("5000") @Min(100) @Max(600_000) int readMillis) {}
