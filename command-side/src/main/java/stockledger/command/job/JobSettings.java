package stockledger.command.job;

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
 * How jobs are accepted and processed.
 *
 * @param maxOpenJobs maximum number of jobs that wait or run; more are refused as {@code queue-full}
 * @param maxStoredFailures failed rows of one job that are stored with line, code and reason; further ones are only counted
 * @param maxFailures failed rows with which a job of rows ends, with the status {@code stopped}; rows that are applied stay
 * @param rowWorkers workers of this process for jobs of rows
 * @param asyncWorkers workers of this process for single commands that are answered later
 * @param lease a worker that reports nothing for this long loses its partition to another; far above the time of a chunk
 */
@Validated
@ConfigurationProperties("stockledger.bulk")
record JobSettings(
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxOpenJobs,
        @DefaultValue("10000") @Min(0) @Max(100_000) int maxStoredFailures,
        @DefaultValue("100000") @Min(1) @Max(100_000_000) int maxFailures,
        @DefaultValue("2") @Min(0) @Max(64) int rowWorkers,
        @DefaultValue("2") @Min(0) @Max(64) int asyncWorkers,

        @DefaultValue("30s") @NotNull @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration lease) {}
