package stockledger.command.async;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.AsyncRequests;
import stockledger.command.http.HttpCommand;
import stockledger.command.job.JobIntake;
import stockledger.command.job.JobReference;
import stockledger.command.job.JobRefusal;
import stockledger.events.JobId;
import stockledger.events.bulk.StoredCommand;
import tools.jackson.databind.json.JsonMapper;

/** Accepts a job for each single command. */
final class AsyncCommandIntake implements AsyncRequests {

    private final JobIntake jobs;
    private final JsonMapper json;

    AsyncCommandIntake(JobIntake jobs, JsonMapper json) {
        this.jobs = jobs;
        this.json = json;
    }

    @Override
    public Accepted accept(String method, String path, Object command, @Nullable Long expected) {
        IdempotencyKey key = RequestContext.currentKey();
        JobId id = new JobId(GeneratedId.of("request").toString());
        if (key == null || !jobs.exists(id)) {
            jobs.requireCapacity();
        }
        StoredCommand stored =
                new StoredCommand(HttpCommand.nameOf(command.getClass()), json.writeValueAsString(command), expected);
        JobIntake.Accepted accepted = jobs.accept(id, method, path, stored);
        return new Accepted(accepted.location(), accepted.token(), accepted.replayed(), accepted.answer());
    }

    @Override
    public List<Class<? extends Refusal>> refusals() {
        return List.of(JobRefusal.QueueFull.class, JobRefusal.JobExists.class);
    }

    @Override
    public Class<?> bodyType() {
        return JobReference.class;
    }
}
