package stockledger.command.job;

import java.util.Set;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Projects job events to the collection of open jobs, so that every instance finds them, also after a crash. */
final class OpenJobProjection implements EventHandlerInvoker {

    /** Not the reports of chunks, which may have many failures. */
    private static final Set<Class<?>> HANDLED =
            Set.of(JobAccepted.class, RequestAccepted.class, JobFinished.class, JobStopped.class, JobCancelled.class);

    private final OpenJobCollection jobs;

    OpenJobProjection(OpenJobCollection jobs) {
        this.jobs = jobs;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return HANDLED.contains(payloadType);
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return canHandleType(message.getPayloadType());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        if (message.getPayload() instanceof JobAccepted accepted) {
            jobs.save(new OpenJob(
                    accepted.id().value(),
                    OpenJobs.Kind.ROWS,
                    message.getTimestamp(),
                    accepted.dryRun() ? true : null));
        } else if (message.getPayload() instanceof RequestAccepted accepted) {
            jobs.save(new OpenJob(accepted.id().value(), OpenJobs.Kind.REQUEST, message.getTimestamp(), null));
        } else if (message.getPayload() instanceof JobFinished finished) {
            jobs.remove(finished.id());
        } else if (message.getPayload() instanceof JobStopped stopped) {
            jobs.remove(stopped.id());
        } else if (message.getPayload() instanceof JobCancelled cancelled) {
            jobs.remove(cancelled.id());
        }
    }
}
