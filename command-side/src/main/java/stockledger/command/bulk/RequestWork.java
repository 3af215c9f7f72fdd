package stockledger.command.bulk;

import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import stockledger.command.http.HeldRequest;
import stockledger.command.http.HeldRequests;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Carries out the request of a job. It may be repeated: the job's name stands for it when its caller gave no key. */
final class RequestWork {

    private final EventStore events;
    private final HeldRequests requests;

    RequestWork(EventStore events, HeldRequests requests) {
        this.events = events;
        this.requests = requests;
    }

    HeldRequest.Answer run(JobId job) {
        DomainEventStream life = events.readEvents(job.stream(), 0);
        RequestAccepted accepted = (RequestAccepted) life.next().getPayload();
        HeldRequest request = new HeldRequest(accepted.method(), accepted.path(), accepted.headers(), accepted.body());
        return requests.answer(request, job.stream());
    }
}
