package stockledger.events.store;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The event store.
 *
 * @param kind {@code jdbc} for PostgreSQL, {@code axonserver} for Axon Server
 * @param jdbc used when kind is jdbc
 */
@Validated
@ConfigurationProperties("stockledger.event-store")
public record EventStoreSettings(
        @DefaultValue("jdbc") @NotNull Kind kind,
        @DefaultValue @Valid Jdbc jdbc) {

    /** The supported event stores. */
    public enum Kind {
        JDBC,
        AXONSERVER
    }

    /**
     * PostgreSQL as event store.
     *
     * @param url JDBC URL
     * @param username PostgreSQL user
     * @param password empty where PostgreSQL trusts the client's address
     * @param poolSize maximum number of connections of this process
     * @param connectionTimeoutMillis longest wait for a connection
     * @param statementTimeoutSeconds PostgreSQL ends a statement, and an idle transaction, after this time. An append is
     *     a handful of statements, so its duration is bounded by a small multiple
     * @param gapTimeoutSeconds how long readers wait for a late append to fill a gap in the global order; at least ten
     *     times the statement timeout, or projections lose events
     * @param turnsSeconds how long this process locks each stream before it appends, with one more statement per append,
     *     after it lost a race to another process
     * @param fetchDelayMillis how often a reader at the head polls for events that other processes appended
     * @param batchSize events per read
     * @param cachedEvents newest events kept in memory for readers at the head
     * @param slowMillis a statement that takes at least this long is counted and logged as slow
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
            // The cache is a linked list: one node promoted to the heap's old generation keeps all later nodes alive,
            // which each young collection then copies. So the cache covers the longest batch under load, and not
            // minutes of little traffic.
            @DefaultValue("3000") @Min(100) @Max(1_000_000) int cachedEvents,
            @DefaultValue("200") @Min(1) @Max(60_000) int slowMillis) {

        private static final int MIN_GAP_TO_STATEMENT_RATIO = 10;

        public Jdbc {
            if (gapTimeoutSeconds < MIN_GAP_TO_STATEMENT_RATIO * statementTimeoutSeconds) {
                throw new IllegalArgumentException("gapTimeoutSeconds must be at least " + MIN_GAP_TO_STATEMENT_RATIO
                        + " times statementTimeoutSeconds, or projections lose events that are appended late");
            }
        }
    }
}
