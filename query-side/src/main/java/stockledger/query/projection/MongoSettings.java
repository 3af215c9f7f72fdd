package stockledger.query.projection;

import com.mongodb.ReadPreference;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where MongoDB is read, and how long it is waited for before a question is told that it is away.
 *
 * @param readPreference which members of a replica set may answer questions that one document answers
 * @param sharded whether collections are to be spread over shards, by their keys; MongoDB is then reached through mongos
 * @param serverSelectionMillis longest search for a server that can serve
 * @param connectMillis longest wait for a connection
 * @param readMillis longest wait for an answer
 */
@Validated
@ConfigurationProperties("stockledger.query-mongo")
record MongoSettings(
        @DefaultValue("primary") @NotNull Members readPreference,
        @DefaultValue("false") boolean sharded,
        @DefaultValue("2000") @Min(100) @Max(60_000) int serverSelectionMillis,
        @DefaultValue("2000") @Min(100) @Max(60_000) int connectMillis,
        @DefaultValue("5000") @Min(100) @Max(600_000) int readMillis) {

    /** Members of a replica set. A question with a token waits until one of them has what the token stands for. */
    enum Members {
        PRIMARY(ReadPreference.primary()),
        PRIMARY_PREFERRED(ReadPreference.primaryPreferred()),
        SECONDARY_PREFERRED(ReadPreference.secondaryPreferred()),
        NEAREST(ReadPreference.nearest());

        private final ReadPreference driver;

        Members(ReadPreference driver) {
            this.driver = driver;
        }

        ReadPreference driver() {
            return driver;
        }
    }
}
