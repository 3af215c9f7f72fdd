package stockledger.command.job;

import java.time.Instant;
import org.springframework.data.annotation.Id;

/** An open job as stored in MongoDB, for all instances to find. */
record OpenJob(@Id String id, OpenJobs.Sort sort, Instant acceptedAt) {}
