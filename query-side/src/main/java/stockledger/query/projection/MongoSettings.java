package stockledger.query.projection;

import com.mongodb.ReadPreference;
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
