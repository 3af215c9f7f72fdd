package stockledger.command.bulk;

import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Notes which jobs are open, from their events: so they are found again after any crash, by every instance. */
final class JobReader implements EventHandlerInvoker {

    private final JobNotes notes;

    JobReader(JobNotes notes) {
        this.notes = notes;
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
            notes.write(new JobNote(accepted.id().value(), OpenJobs.Sort.ROWS, message.getTimestamp()));
        } else if (message.getPayload() instanceof RequestAccepted accepted) {
            notes.write(new JobNote(accepted.id().value(), OpenJobs.Sort.REQUEST, message.getTimestamp()));
        } else if (message.getPayload() instanceof JobFinished finished) {
            notes.remove(finished.id());
        } else if (message.getPayload() instanceof JobCancelled cancelled) {
            notes.remove(cancelled.id());
        }
    }
}
