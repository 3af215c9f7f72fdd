package stockledger.command.bulk;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How rows are read and stored.
 *
 * @param partitions partitions of a job's rows, by SKU: the number of workers that can share one job
 * @param chunkRows maximum number of rows that are stored, executed and reported together
 * @param chunkSize maximum size of the rows of one chunk, in characters
 * @param maxRowLength longest row, in characters
 * @param maxRows most rows of one job; an upload with more is refused as a whole with 413 {@code too-many-rows}
 * @param maxUploads bodies of rows that are read at the same time; more are refused as {@code queue-full}
 */
@Validated
@ConfigurationProperties("stockledger.bulk")
record BulkSettings(
        @DefaultValue("64") @Min(1) @Max(64) int partitions,
        @DefaultValue("4000") @Min(1) @Max(10_000) int chunkRows,
        @DefaultValue("512KB") @NotNull DataSize chunkSize,
        @DefaultValue("65536") @Min(1_000) @Max(1_000_000) int maxRowLength,
        @DefaultValue("1000000") @Min(1) @Max(100_000_000) int maxRows,
        @DefaultValue("4") @Min(1) @Max(100) int maxUploads) {}
