package stockledger.events.store;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where events are kept.
 *
 * @param kind {@code jdbc} for PostgreSQL, {@code axonserver} for Axon Server
 * @param jdbc used when kind is jdbc
 */
@Validated
@ConfigurationProperties("stockledger.event-store")
public record EventStoreSettings(
        @DefaultValue("jdbc") @NotNull Kind kind,
        @DefaultValue @Valid Jdbc jdbc) {

    /** The event stores that can be chosen. */
    public enum Kind {
        JDBC,
        AXONSERVER
    }

    /**
     * PostgreSQL as event store.
     *
     * @param url JDBC address
     * @param username who this process is to PostgreSQL
     * @param password nothing where PostgreSQL trusts the address
     * @param poolSize most connections of this process
     * @param connectionTimeoutMillis longest wait for a connection
     * @param statementTimeoutSeconds PostgreSQL ends a statement, and a transaction that does nothing, after this. An
     *     append is a handful of statements, so no append lives longer than some times this value
     * @param gapTimeoutSeconds how long a hole in the global order may still be filled by a late append; at least ten
     *     times the statement timeout, or projections lose events
     * @param turnsSeconds how long this process takes turns with others, at one more statement for each append, after
     *     another was faster
     * @param fetchDelayMillis how often a reader at the head looks for what other processes appended
     * @param batchSize events read at once
     * @param cachedEvents newest events kept in memory for readers at the head
     * @param slowMillis a statement that takes at least this counts as slow and is logged
     */
    public record Jdbc(
            @DefaultValue("jdbc:postgresql://127.0.0.1:5432/stockledger") @NotNull
            String url,

            @DefaultValue("stockledger") @NotNull String username,
            @DefaultValue("") @NotNull String password,
            @DefaultValue("16") @Min(2) @Max(500) int poolSize,
            @DefaultValue("5000") @Min(250) @Max(60_000) int connectionTimeoutMillis,
            @DefaultValue("5") @Min(1) @Max(60) int statementTimeoutSeconds,
            @DefaultValue("120") @Min(10) @Max(3_600) int gapTimeoutSeconds,
            @DefaultValue("60") @Min(1) @Max(86_400) int turnsSeconds,
            @DefaultValue("20") @Min(1) @Max(10_000) int fetchDelayMillis,
            @DefaultValue("200") @Min(1) @Max(10_000) int batchSize,
            // They hang together: the first that gets old enough for the old generation of the heap keeps all
            // that came after it, to be copied in each collection. So these are more than the longest gathering
            // of a load, and not the minutes of a quiet day.
            @DefaultValue("3000") @Min(100) @Max(1_000_000) int cachedEvents,
            @DefaultValue("200") @Min(1) @Max(60_000) int slowMillis) {

        private static final int GAP_OVER_STATEMENT = 10;

        public Jdbc {
            if (gapTimeoutSeconds < GAP_OVER_STATEMENT * statementTimeoutSeconds) {
                throw new IllegalArgumentException("gapTimeoutSeconds is at least " + GAP_OVER_STATEMENT
                        + " times statementTimeoutSeconds, or projections lose late events");
            }
        }
    }
}
