package stockledger.command.job;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.JobId;

/** Refusals of a job. */
public abstract sealed class JobRefusal extends Refusal {

    private JobRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    public static final class JobNotFound extends JobRefusal {
        JobNotFound(JobId id) {
            super(Kind.UNKNOWN, "job-not-found", "There is no such job.", Map.of("id", id));
        }
    }

    public static final class JobFinished extends JobRefusal {
        JobFinished(JobId id) {
            super(Kind.CONFLICT, "job-finished", "The job is finished and cannot be cancelled.", Map.of("id", id));
        }
    }

    public static final class JobExists extends JobRefusal {
        JobExists(JobId id) {
            super(Kind.CONFLICT, "job-exists", "There is a job with this id already.", Map.of("id", id));
        }
    }

    /** The limit of open jobs, or of concurrent uploads, is reached. */
    public static final class QueueFull extends JobRefusal {
        public QueueFull(int most) {
            super(Kind.FULL, "queue-full", "The queue is full; retry later.", Map.of("most", most));
        }
    }
}
