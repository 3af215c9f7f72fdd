package stockledger.command.bulk;

import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.JobId;

/** Why a job is not accepted, or does not do what was asked. */
abstract sealed class JobRefusal extends Refusal {

    private JobRefusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(kind, code, detail, facts);
    }

    /** No such job was accepted. */
    static final class JobNotFound extends JobRefusal {
        JobNotFound(JobId id) {
            super(Kind.UNKNOWN, "job-not-found", "There is no such job.", Map.of("id", id));
        }
    }

    /** It is over. */
    static final class JobFinished extends JobRefusal {
        JobFinished(JobId id) {
            super(Kind.CONFLICT, "job-finished", "The job is finished; nothing was left to cancel.", Map.of("id", id));
        }
    }

    /** The id is taken. */
    static final class JobExists extends JobRefusal {
        JobExists(JobId id) {
            super(Kind.CONFLICT, "job-exists", "There is a job with this id already.", Map.of("id", id));
        }
    }

    /** No such rows can be sent. */
    static final class UnknownRows extends JobRefusal {
        UnknownRows() {
            super(Kind.UNKNOWN, "not-found", "There is nothing at this address.", Map.of());
        }
    }

    /** As much waits as may. */
    static final class QueueFull extends JobRefusal {
        QueueFull(int most) {
            super(Kind.FULL, "queue-full", "So much waits already that no more is accepted.", Map.of("most", most));
        }
    }
}
