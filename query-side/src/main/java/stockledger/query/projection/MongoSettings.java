package stockledger.query.projection;

import com.mongodb.ReadPreference;
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
 * Access to MongoDB.
 *
 * @param connectTimeout longest wait for a server to be selected, and for a connection to it
 * @param readTimeout longest wait for a response
 * @param maxConnections connections of this process; a query that gets none within 250 ms is answered 503. Fewer than
 *     {@code stockledger.limits.queries}, so that queries without MongoDB go on when it stands still
 * @param readPreference which replica-set members may serve queries of a single document
 * @param sharded whether collections are declared sharded by their key; MongoDB is then reached through mongos
 */
@Validated
@ConfigurationProperties("stockledger.query-mongo")
record MongoSettings(
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 1)
        Duration connectTimeout,

        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration readTimeout,

        @DefaultValue("40") @Min(4) @Max(1_000) int maxConnections,
        @DefaultValue("primary") @NotNull ReadFrom readPreference,
        @DefaultValue("false") boolean sharded) {

    /** The driver's read preferences, except {@code secondary}: it would fail without secondaries. */
    enum ReadFrom {
        PRIMARY(ReadPreference.primary()),
        PRIMARY_PREFERRED(ReadPreference.primaryPreferred()),
        SECONDARY_PREFERRED(ReadPreference.secondaryPreferred()),
        NEAREST(ReadPreference.nearest());

        private final ReadPreference preference;

        ReadFrom(ReadPreference preference) {
            this.preference = preference;
        }

        ReadPreference preference() {
            return preference;
        }
    }
}
