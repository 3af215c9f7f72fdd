package stockledger.command.dispatch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How commands are executed.
 *
 * @param commandDeadline longest time from the arrival of a command, with its body, to its answer; 503 then, and the command
 *     may be stored. The same request with the same idempotency key has one effect
 * @param retryTimeout how long a command is retried after conflicts with other processes before it is refused as busy
 * @param cachedAggregates maximum number of aggregates in memory, of all types
 * @param snapshotInterval events of one stream between snapshots; more when the snapshot itself holds more
 * @param partitions threads that execute commands; each stream belongs to one partition
 * @param batchSize maximum number of commands of one partition that are stored in one transaction
 * @param maxQueued maximum number of queued commands of one partition; more are refused as busy
 * @param contentionWindow how long after a conflict with another process aggregates are refreshed before they decide, and
 *     PostgreSQL locks each stream that is appended to
 */
@Validated
@ConfigurationProperties("stockledger.dispatch")
public record DispatchSettings(
        @DefaultValue("5s") @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration commandDeadline,

        @DefaultValue("3s") @NotNull @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration retryTimeout,

        @DefaultValue("20000") @Min(100) @Max(10_000_000) int cachedAggregates,
        @DefaultValue("200") @Min(10) @Max(100_000) int snapshotInterval,
        @DefaultValue("4") @Min(1) @Max(256) int partitions,
        @DefaultValue("256") @Min(1) @Max(10_000) int batchSize,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int maxQueued,

        @DefaultValue("1m") @NotNull @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration contentionWindow) {}
