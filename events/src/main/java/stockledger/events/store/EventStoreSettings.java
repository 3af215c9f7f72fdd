package stockledger.events.store;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the event store.
 *
 * @param kind {@code jdbc} for PostgreSQL, {@code axonserver} for Axon Server
 * @param cachedBytes payloads of events that this process holds between the event store and its read models; events beyond
 *     it are read again when they are needed
 * @param jdbc used when kind is jdbc
 */
@Validated
@ConfigurationProperties("stockledger.event-store")
public record EventStoreSettings(
        @DefaultValue("jdbc") @NotNull Kind kind,
        @DefaultValue("32MB") @NotNull DataSize cachedBytes,
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
     * @param password empty for {@code trust} authentication
     * @param poolSize maximum number of connections of this process
     * @param connectionTimeout longest wait for a connection
     * @param statementTimeout {@code statement_timeout} and {@code idle_in_transaction_session_timeout} of each
     *     connection. An append runs a few statements, so it takes at most a few times as long
     * @param gapTimeout how long readers wait for a late append to fill a gap in the globalIndex sequence; at least ten
     *     times the statement timeout, or projections lose events
     * @param cachedEvents newest events kept in memory for readers at the head
     * @param notifications whether processes notify each other of appended events through PostgreSQL; {@code false} where
     *     one process is all of the service
     * @param slowThreshold a statement that takes at least this long is counted and logged as slow
     */
    public record Jdbc(
            @DefaultValue("jdbc:postgresql://127.0.0.1:5432/stockledger") @NotNull
            String url,

            @DefaultValue("stockledger") @NotNull String username,
            @DefaultValue("") @NotNull String password,
            @DefaultValue("16") @Min(2) @Max(500) int poolSize,

            @DefaultValue("5s") @NotNull @DurationMin(millis = 250) @DurationMax(minutes = 1)
            Duration connectionTimeout,

            @DefaultValue("5s") @NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 1)
            Duration statementTimeout,

            @DefaultValue("120s") @NotNull @DurationMin(seconds = 10) @DurationMax(hours = 1)
            Duration gapTimeout,

            // Axon's event cache is a linked list. Once one node is in the old generation, every young collection
            // copies
            // all later nodes. The cache is therefore only as large as the largest batch under load.
            @DefaultValue("20000") @Min(100) @Max(1_000_000) int cachedEvents,

            @DefaultValue("true") boolean notifications,

            @DefaultValue("200ms") @NotNull @DurationMin(millis = 1) @DurationMax(minutes = 1)
            Duration slowThreshold) {

        private static final int MIN_GAP_TO_STATEMENT_RATIO = 10;

        public Jdbc {
            if (gapTimeout.compareTo(statementTimeout.multipliedBy(MIN_GAP_TO_STATEMENT_RATIO)) < 0) {
                throw new IllegalArgumentException("gap-timeout must be at least " + MIN_GAP_TO_STATEMENT_RATIO
                        + " times statement-timeout, or projections lose events that are appended late");
            }
        }
    }
}
