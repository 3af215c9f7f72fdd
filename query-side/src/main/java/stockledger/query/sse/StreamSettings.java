package stockledger.query.sse;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How callers who stay are served.
 *
 * @param mostClients callers that may stay with this process; the next one is refused as {@code too-many-streams}
 * @param mostSkus different SKUs that they may watch, all together; more are refused as {@code too-many-streams}
 * @param recheckMillis how often this process looks for itself while Redis does not tell it of changes; what is sent is
 *     then as old as the bound on staleness and this together, at most
 * @param heartbeatSeconds a caller that nothing was sent to for so long is sent a comment, which shows whether it is
 *     there
 * @param longestLifeSeconds after this a stream is ended; its caller comes back, perhaps to another process
 * @param retryMillis how long callers are asked to wait before they come back
 * @param writerThreads threads of this process that send; a caller who does not read keeps one of them until the
 *     connection's timeout, and is then left
 */
@Validated
@ConfigurationProperties("stockledger.query-stream")
record StreamSettings(
        @DefaultValue("1000") @Min(1) @Max(100_000) int mostClients,
        @DefaultValue("20000") @Min(1) @Max(1_000_000) int mostSkus,
        @DefaultValue("250") @Min(10) @Max(10_000) int recheckMillis,
        @DefaultValue("15") @Min(1) @Max(120) int heartbeatSeconds,
        @DefaultValue("3600") @Min(1) @Max(86_400) int longestLifeSeconds,
        @DefaultValue("1000") @Min(0) @Max(60_000) int retryMillis,
        @DefaultValue("16") @Min(1) @Max(1_000) int writerThreads) {}
