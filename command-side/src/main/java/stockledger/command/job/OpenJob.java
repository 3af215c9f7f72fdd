package stockledger.command.job;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Field;

/** An open job as stored in MongoDB, for all instances to find. */
record OpenJob(@Id String id, @Field("sort") OpenJobs.Kind kind, Instant acceptedAt) {}
