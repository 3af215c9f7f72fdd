package stockledger.command.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Field;

/**
 * An open job as stored in MongoDB, for all instances to find.
 *
 * @param dryRun null for no, and as stored by earlier versions
 */
record OpenJob(
        @Id String id,
        @Field("sort") OpenJobs.Kind kind,
        Instant acceptedAt,
        @Nullable Boolean dryRun) {}
