package stockledger.command.dispatch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of how commands run.
 *
 * @param retryDeadlineMillis how long a command that lost against another node is tried again before it is refused as
 *     busy
 * @param cachedAggregates most aggregates kept in memory, over all kinds
 * @param snapshotEvery a snapshot is stored after this many events of one stream, or after more when it holds more
 * @param lanes threads that decide; each stream has its lane
 * @param mostTogether most commands of one lane that are decided together and stored in one transaction
 * @param mostWaiting most commands that wait in one lane; more are refused as busy
 * @param knownStreams most streams remembered to exist
 * @param rivalsSeconds how long after a lost race this process looks what others appended before it decides
 */
@Validated
@ConfigurationProperties("stockledger.dispatch")
public record DispatchSettings(
        @DefaultValue("3000") @Min(100) @Max(60_000) int retryDeadlineMillis,
        @DefaultValue("20000") @Min(100) @Max(10_000_000) int cachedAggregates,
        @DefaultValue("200") @Min(10) @Max(100_000) int snapshotEvery,
        @DefaultValue("4") @Min(1) @Max(256) int lanes,
        @DefaultValue("128") @Min(1) @Max(10_000) int mostTogether,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int mostWaiting,
        @DefaultValue("200000") @Min(100) @Max(100_000_000) int knownStreams,
        @DefaultValue("60") @Min(1) @Max(86_400) int rivalsSeconds) {}
