package stockledger.command.job;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.job.JobCommand.AcceptJob;
import stockledger.command.job.JobCommand.AcceptRequest;
import stockledger.command.job.JobRefusal.QueueFull;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.bulk.StoredCommand;

/** Accepts jobs: once a method returned, the job is stored and will be executed. */
public final class JobIntake {

    private final Commands commands;
    private final KnownStreams known;
    private final OpenJobs jobs;
    private final Clock clock;
    private final int maxOpenJobs;

    JobIntake(Commands commands, KnownStreams known, OpenJobs jobs, Clock clock, JobSettings settings) {
        this.commands = commands;
        this.known = known;
        this.jobs = jobs;
        this.clock = clock;
        this.maxOpenJobs = settings.maxOpenJobs();
    }

    /**
     * A job that was accepted.
     *
     * @param replayed whether it was accepted before, by the same request
     */
    public record Accepted(JobReference answer, ConsistencyToken token, boolean replayed) {

        public String location() {
            return "/v1/jobs/" + answer.id();
        }
    }

    /** @throws QueueFull when the limit of open jobs is reached */
    public void requireCapacity() {
        if (jobs.size() >= maxOpenJobs) {
            throw new QueueFull(maxOpenJobs);
        }
    }

    public boolean exists(JobId id) {
        return known.exists(id.stream());
    }

    /**
     * Accepts a job of rows that are stored.
     *
     * @param chunks number of chunks of each partition
     */
    public Accepted accept(
            JobId id,
            String kind,
            String upload,
            int rows,
            List<Integer> chunks,
            boolean dryRun,
            @Nullable IdempotencyKey key) {
        return accept(new AcceptJob(id, kind, upload, rows, chunks, dryRun), key, OpenJobs.Kind.ROWS, dryRun);
    }

    /** The first answer to a request that is repeated with its key, or the refusal of another request with this key. */
    public Accepted repeat(JobId id, IdempotencyKey key) {
        return accept(id, "", "", 0, List.of(), false, key);
    }

    /**
     * Accepts a job of one command under the current idempotency key.
     *
     * @param method of its HTTP request
     * @param path of its HTTP request
     */
    public Accepted accept(JobId id, String method, String path, StoredCommand command) {
        return accept(
                new AcceptRequest(id, method, path, command),
                RequestContext.currentKey(),
                OpenJobs.Kind.REQUEST,
                false);
    }

    private Accepted accept(JobCommand command, @Nullable IdempotencyKey key, OpenJobs.Kind kind, boolean dryRun) {
        Outcome<JobStatus> outcome = send(command, key);
        if (!outcome.replayed()) {
            jobs.add(command.id(), kind, dryRun, clock.instant());
        }
        return new Accepted(
                new JobReference(command.id(), outcome.answer().text()), outcome.token(), outcome.replayed());
    }

    private Outcome<JobStatus> send(JobCommand command, @Nullable IdempotencyKey key) {
        if (key == null) {
            return commands.send(command);
        }
        try (RequestContext.Scope scope = RequestContext.withKey(key)) {
            return commands.send(command);
        }
    }
}
