package stockledger.command.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.Traces;
import stockledger.command.job.JobCommand.AnswerRequest;
import stockledger.command.job.JobCommand.ClaimPart;
import stockledger.command.job.JobCommand.FailureLimits;
import stockledger.command.job.JobCommand.ReportChunk;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/**
 * Claims partitions of open jobs and executes their chunks, one chunk of each job in turn. A partition is given up after
 * its chunk when it is another job's turn; that of a dry run stays leased, since this worker remembers its earlier rows.
 */
final class JobWorker {

    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final String REQUEST_SPAN = "stored request";
    private static final String CHUNK_SPAN = "chunk of rows";
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    /** Dependencies shared by all workers of a process. */
    record Dependencies(
            OpenJobs jobs,
            Commands commands,
            Traces traces,
            ChunkProcessor chunks,
            AsyncCommandExecutor executor,
            EventStore events,
            Clock clock,
            Duration lease,
            FailureLimits failures,
            BooleanSupplier running) {}

    private final String name;
    private final OpenJobs.Kind kind;
    private final Dependencies dependencies;

    private @Nullable PartDryRun dryRun;
    private Instant leaseEnd = Instant.MIN;

    /**
     * Creates a worker.
     *
     * @param name unique over all processes: leases carry it
     */
    JobWorker(String name, OpenJobs.Kind kind, Dependencies dependencies) {
        this.name = name;
        this.kind = kind;
        this.dependencies = dependencies;
    }

    /** Works until no open job has work. */
    void run() {
        // A turn that was taken must end, so none is taken without work.
        JobId job = nextWhileRunning();
        while (job != null) {
            work(job);
            job = nextWhileRunning();
        }
        dryRun = null;
    }

    private @Nullable JobId nextWhileRunning() {
        if (!dependencies.running().getAsBoolean()) {
            return null;
        }
        if (dryRun != null && !dependencies.jobs().contains(dryRun.job())) {
            dryRun = null;
        }
        return dependencies.jobs().next(turns());
    }

    private OpenJobs.Worker turns() {
        return new OpenJobs.Worker(kind, dryRun == null ? null : dryRun.job());
    }

    private void work(JobId job) {
        try {
            WorkAssignment assigned = new RequestContext(RequestContext.SERVICE, job.value()).during(() -> claim(job));
            while (assigned.work() != null) {
                assigned = execute(job, assigned.work());
            }
            if (assigned.kind() == WorkAssignment.Kind.OVER) {
                dependencies.jobs().remove(job);
            } else if (assigned.kind() == WorkAssignment.Kind.WAIT && assigned.at() != null) {
                dependencies.jobs().postpone(job, assigned.at());
            } else {
                dependencies.jobs().resume(job);
            }
        } catch (RuntimeException e) {
            LOG.warn("Job {} was interrupted and is retried in {}: {}", job, RETRY_DELAY, e.getMessage());
            LOG.debug("Cause of the interruption", e);
            dependencies.jobs().postpone(job, dependencies.clock().instant().plus(RETRY_DELAY));
        }
    }

    private WorkAssignment claim(JobId job) {
        Instant now = dependencies.clock().instant();
        leaseEnd = now.plus(dependencies.lease());
        return dependencies
                .commands()
                .<WorkAssignment>send(new ClaimPart(job, name, now, leaseEnd))
                .answer();
    }

    /** A chunk, or a single command, is one span in the trace of its caller. */
    private WorkAssignment execute(JobId job, WorkAssignment.Work work) {
        RequestContext caller = new RequestContext(work.actor(), job.value());
        return work.rows() == null
                ? dependencies.traces().resume(REQUEST_SPAN, work.trace(), () -> executeCommand(job, caller))
                : dependencies
                        .traces()
                        .resume(
                                CHUNK_SPAN,
                                work.trace(),
                                () -> caller.withAcceptedAt(work.acceptedAt()).during(() -> executeChunk(job, work)));
    }

    private WorkAssignment executeChunk(JobId job, WorkAssignment.Work work) {
        ChunkProcessor.Result result =
                work.dryRun() ? dryRun(job, work) : dependencies.chunks().execute(job, work, null, leaseEnd);
        // A process that shuts down ends its lease with the report, so that another worker continues at once.
        boolean running = dependencies.running().getAsBoolean();
        boolean continues = running && dependencies.jobs().continues(job, turns());
        leaseEnd = dependencies.clock().instant().plus(dependencies.lease());
        WorkAssignment next = dependencies
                .commands()
                .<WorkAssignment>send(new ReportChunk(
                        job,
                        work.part(),
                        work.number(),
                        name,
                        result.done(),
                        result.failures(),
                        continues || running && work.dryRun() ? leaseEnd : null,
                        dependencies.failures()))
                .answer();
        if (work.dryRun() && next.work() == null) {
            dryRun = null;
        }
        return continues || next.work() == null ? next : WorkAssignment.of(WorkAssignment.Kind.PART_DONE);
    }

    /** A row is decided as after all rows before it, so another worker's chunks of the partition are decided again. */
    private ChunkProcessor.Result dryRun(JobId job, WorkAssignment.Work work) {
        PartDryRun run = PartDryRun.of(dryRun, job, work);
        // Incomplete if this fails.
        dryRun = null;
        for (int number = run.next(); number < work.number(); number++) {
            dependencies.chunks().execute(job, work.chunk(number), run.effects(), leaseEnd);
        }
        ChunkProcessor.Result result = dependencies.chunks().execute(job, work, run.effects(), leaseEnd);
        dryRun = run.after(work.number());
        return result;
    }

    private WorkAssignment executeCommand(JobId job, RequestContext caller) {
        DomainEventMessage<?> first =
                dependencies.events().readEvents(job.stream(), 0).next();
        return caller.withAcceptedAt(first.getTimestamp()).during(() -> executeCommand(job, first));
    }

    private WorkAssignment executeCommand(JobId job, DomainEventMessage<?> first) {
        AsyncCommandExecutor.Answer answer =
                dependencies.executor().execute((RequestAccepted) first.getPayload(), first.getMetaData());
        return dependencies
                .commands()
                .<WorkAssignment>send(new AnswerRequest(job, name, answer.status(), answer.headers(), answer.body()))
                .answer();
    }
}
