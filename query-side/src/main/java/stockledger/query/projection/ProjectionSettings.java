package stockledger.query.projection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are projected.
 *
 * @param segments segments of the projections of SKUs and of reservations, each processed by one process at a time; applies to
 *     epochs that are created after it was set
 * @param workerThreads threads per projection that fold and write
 * @param rebuildThreads threads that fold and write while an epoch is built, beside one that reads; 0 for half of the
 *     processors
 * @param batchSize maximum number of events per batch
 * @param batchDelay maximum delay that collects events into a batch
 * @param loadedBatchDelay the same while thousands of events per second are appended
 * @param comparisonShare part of one processor, in percent, that compares a rebuilt epoch with what is served
 * @param claimTimeout a segment is taken over by another process when its claim was not extended for this long;
 *     standalone, which has no other process, sets 1m
 */
@Validated
@ConfigurationProperties("stockledger.projection")
record ProjectionSettings(
        @DefaultValue("4") @Min(1) @Max(256) int segments,
        @DefaultValue("2") @Min(1) @Max(64) int workerThreads,
        @DefaultValue("0") @Min(0) @Max(64) int rebuildThreads,
        @DefaultValue("25") @Min(1) @Max(100) int comparisonShare,
        @DefaultValue("1000") @Min(1) @Max(10_000) int batchSize,

        @DefaultValue("50ms") @DurationMin @DurationMax(seconds = 1)
        Duration batchDelay,

        @DefaultValue("500ms") @DurationMin @DurationMax(seconds = 1)
        Duration loadedBatchDelay,

        @DefaultValue("5s") @DurationMin(seconds = 2) @DurationMax(minutes = 5)
        Duration claimTimeout) {

    /** The threads of an epoch that is built, at least 1. */
    int threadsOfRebuild() {
        return rebuildThreads > 0
                ? rebuildThreads
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
}
