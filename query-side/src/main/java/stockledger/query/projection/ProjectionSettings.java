package stockledger.query.projection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events reach documents.
 *
 * @param segments parts that each projection is divided into, each worked on by one process at a time; counts for
 *     epochs that begin after it was set
 * @param batchSize most events folded and written together
 * @param gatherMillis longest wait for more events to fold together, when many come
 * @param gatherUnderLoadMillis the same when thousands come each second
 * @param workerThreads threads of this process that fold and write, for each projection
 * @param claimTimeoutSeconds after this without a sign, another process takes over a segment
 * @param claimExtensionMillis how often a process gives that sign when nothing happens
 * @param claimIntervalMillis how often a process looks for segments that nobody works on
 * @param pollMillis how often a process looks which epochs are to run, and which is served
 * @param retireSeconds how long an epoch that is served no longer is kept running, so that no process reads it dead
 * @param lagMillis how often a process looks how far projections are behind, for its meters
 */
@Validated
@ConfigurationProperties("stockledger.projection")
record ProjectionSettings(
        @DefaultValue("4") @Min(1) @Max(256) int segments,
        @DefaultValue("1000") @Min(1) @Max(10_000) int batchSize,
        @DefaultValue("50") @Min(0) @Max(1_000) int gatherMillis,
        @DefaultValue("500") @Min(0) @Max(1_000) int gatherUnderLoadMillis,
        @DefaultValue("2") @Min(1) @Max(64) int workerThreads,
        @DefaultValue("5") @Min(2) @Max(300) int claimTimeoutSeconds,
        @DefaultValue("1000") @Min(50) @Max(60_000) int claimExtensionMillis,
        @DefaultValue("1000") @Min(50) @Max(60_000) int claimIntervalMillis,
        @DefaultValue("1000") @Min(50) @Max(60_000) int pollMillis,
        @DefaultValue("10") @Min(1) @Max(3_600) int retireSeconds,
        @DefaultValue("2000") @Min(100) @Max(600_000) int lagMillis) {

    ProjectionSettings {
        if (claimExtensionMillis * 2L > claimTimeoutSeconds * 1_000L) {
            throw new IllegalArgumentException(
                    "claimExtensionMillis is at most half of the claim timeout, or segments change hands for nothing");
        }
    }
}
