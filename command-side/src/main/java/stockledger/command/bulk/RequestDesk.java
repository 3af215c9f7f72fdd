package stockledger.command.bulk;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import stockledger.command.bulk.BulkController.JobAnswer;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.AsyncRequests;
import stockledger.command.http.HeldRequest;
import stockledger.events.JobId;

/** Makes jobs of single requests. */
final class RequestDesk implements AsyncRequests {

    private final JobIntake jobs;

    RequestDesk(JobIntake jobs) {
        this.jobs = jobs;
    }

    @Override
    public Promise accept(HeldRequest request) {
        jobs.requireRoom();
        JobIntake.Accepted accepted =
                jobs.accept(drawn(), request.method(), request.path(), request.headers(), request.body());
        return new Promise(
                "/v1/jobs/" + accepted.id(),
                accepted.token(),
                new JobAnswer(accepted.id(), accepted.status().word()));
    }

    @Override
    public List<Class<? extends Refusal>> refusals() {
        return List.of(JobRefusal.QueueFull.class, JobRefusal.JobExists.class);
    }

    @Override
    public Class<?> form() {
        return JobAnswer.class;
    }

    /** Of its own for every request, and the same when a request is sent again with its key. */
    private static JobId drawn() {
        IdempotencyKey keyed = RequestContext.currentKey();
        UUID id = keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(("request " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
        return new JobId(id.toString());
    }
}
