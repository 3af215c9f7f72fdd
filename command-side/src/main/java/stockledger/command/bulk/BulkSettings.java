package stockledger.command.bulk;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How work that is done later is taken in and worked off.
 *
 * @param parts parts that the rows of a job are dealt to by their SKU; so many workers can share one job
 * @param chunkRows most rows that are stored, worked on and reported together
 * @param rowsAtOnce most rows of one worker that wait to be decided, lest single commands wait long behind them
 * @param chunkSize most text of the rows of one chunk
 * @param largestRow longest row, in characters
 * @param mostUploads bodies with rows that are read at once; more are refused as {@code queue-full}
 * @param mostOpenJobs jobs that may wait or be worked on; more are refused as {@code queue-full}
 * @param rowWorkers threads of this process that work off rows
 * @param requestWorkers threads of this process that carry out requests that were to be answered later
 * @param leaseSeconds a part whose worker reports nothing for so long is taken over; far above what a chunk takes
 * @param pollMillis how often a process looks for jobs that another accepted
 * @param claimTimeoutSeconds after this another instance reads on where a dead one stopped
 */
@Validated
@ConfigurationProperties("stockledger.bulk")
record BulkSettings(
        @DefaultValue("8") @Min(1) @Max(64) int parts,
        @DefaultValue("4000") @Min(1) @Max(10_000) int chunkRows,
        @DefaultValue("512") @Min(1) @Max(100_000) int rowsAtOnce,
        @DefaultValue("512KB") @NotNull DataSize chunkSize,
        @DefaultValue("65536") @Min(1_000) @Max(1_000_000) int largestRow,
        @DefaultValue("4") @Min(1) @Max(100) int mostUploads,
        @DefaultValue("1000") @Min(1) @Max(100_000) int mostOpenJobs,
        @DefaultValue("2") @Min(0) @Max(64) int rowWorkers,
        @DefaultValue("2") @Min(0) @Max(64) int requestWorkers,
        @DefaultValue("30") @Min(1) @Max(3_600) int leaseSeconds,
        @DefaultValue("250") @Min(10) @Max(60_000) int pollMillis,
        @DefaultValue("10") @Min(2) @Max(300) int claimTimeoutSeconds) {}
