package stockledger.command.bulk;

import java.time.Instant;
import org.springframework.data.annotation.Id;

/** A note that a job is open, for all instances to see. */
record JobNote(@Id String id, OpenJobs.Sort sort, Instant acceptedAt) {}
