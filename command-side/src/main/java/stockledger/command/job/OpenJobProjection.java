package stockledger.command.job;

import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Projects job events to the collection of open jobs, so that every instance finds them, also after a crash. */
final class OpenJobProjection implements EventHandlerInvoker {

    private final OpenJobCollection jobs;

    OpenJobProjection(OpenJobCollection jobs) {
        this.jobs = jobs;
    }

    @Override
    public boolean canHandleType(Class<?> payloadType) {
        return JobEvent.class.isAssignableFrom(payloadType);
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
        return canHandleType(message.getPayloadType());
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
        if (message.getPayload() instanceof JobAccepted accepted) {
            jobs.save(new OpenJob(accepted.id().value(), OpenJobs.Kind.ROWS, message.getTimestamp()));
        } else if (message.getPayload() instanceof RequestAccepted accepted) {
            jobs.save(new OpenJob(accepted.id().value(), OpenJobs.Kind.REQUEST, message.getTimestamp()));
        } else if (message.getPayload() instanceof JobFinished finished) {
            jobs.remove(finished.id());
        } else if (message.getPayload() instanceof JobCancelled cancelled) {
            jobs.remove(cancelled.id());
        }
    }
}
