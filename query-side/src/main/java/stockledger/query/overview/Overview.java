package stockledger.query.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the service is doing, as this process knows it.
 *
 * @param instance this process: the other ones of a service have requests, caches and errors of their own
 * @param sides {@code query}, and {@code command} in a process that is both
 * @param asOf when the meters were read
 * @param parkedKeys of all projections
 * @param jobs of all processes; null while that is unknown
 * @param advice the most severe first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(
        String instance,
        List<String> sides,
        Instant asOf,
        Requests requests,
        List<CacheLevel> cache,
        List<ErrorRate> errors,
        List<ProjectionState> projections,
        long parkedKeys,
        long driftedSkus,
        JobCounts.@Nullable Counts jobs,
        List<Store> stores,
        List<Advice> advice) {

    /**
     * The requests of the last minute.
     *
     * @param windowSeconds the time that the numbers are of; 0 before the second reading, when there are none
     * @param perSecond without streams, meters, health and the console's own
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Requests(
            long windowSeconds,
            @Nullable Double perSecond,
            @Nullable Double p50Millis,
            @Nullable Double p95Millis,
            @Nullable Double p99Millis) {

        static final Requests UNKNOWN = new Requests(0, null, null, null, null);
    }

    /**
     * Lookups of one level in the window.
     *
     * @param share of hits; null without lookups
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CacheLevel(
            String level, long hits, long misses, @Nullable Double share) {}

    /** Refusals and errors with one code. */
    record ErrorRate(String code, double perMinute) {}

    /**
     * One projection.
     *
     * @param lagEvents null while a store is down
     * @param lagSeconds age of the oldest event that is not projected
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProjectionState(
            String name,
            Activity state,
            @Nullable Long lagEvents,
            @Nullable Long lagSeconds,
            long parked) {}

    /** Whether events are folded. */
    enum Activity {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("paused")
        PAUSED,
        @JsonProperty("stuck")
        STUCK,
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** @param detail why it is down */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Store(String name, Status status, @Nullable String detail) {

        boolean isDown() {
            return status == Status.DOWN;
        }
    }

    /** Whether a store answers. */
    enum Status {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN,
        @JsonProperty("unknown")
        UNKNOWN
    }

    /**
     * What is to be done next.
     *
     * @param path page of the console that shows more
     * @param runbook section of docs/operations.md that has the steps
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Advice(
            Severity severity,
            String text,
            @Nullable String path,
            @Nullable String runbook) {}

    /** How soon something is to be done. */
    enum Severity {
        @JsonProperty("critical")
        CRITICAL,
        @JsonProperty("warning")
        WARNING,
        @JsonProperty("info")
        INFO
    }
}
