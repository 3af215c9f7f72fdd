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
import stockledger.command.job.JobCommand.ReportChunk;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.RequestAccepted;

/** Claims partitions of open jobs, and works on each until it is done, lost, or the process ends. */
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
            BooleanSupplier running) {}

    private final String name;
    private final OpenJobs.Kind kind;
    private final Dependencies dependencies;

    private @Nullable PartDryRun dryRun;

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
        JobId job = dependencies.jobs().next(kind);
        while (job != null && dependencies.running().getAsBoolean()) {
            work(job);
            job = dependencies.jobs().next(kind);
        }
        dryRun = null;
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
            }
        } catch (RuntimeException e) {
            LOG.warn("Job {} was interrupted and is retried in {}: {}", job, RETRY_DELAY, e.getMessage());
            LOG.debug("Cause of the interruption", e);
            dependencies.jobs().postpone(job, dependencies.clock().instant().plus(RETRY_DELAY));
        }
    }

    private WorkAssignment claim(JobId job) {
        Instant now = dependencies.clock().instant();
        return dependencies
                .commands()
                .<WorkAssignment>send(new ClaimPart(job, name, now, now.plus(dependencies.lease())))
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
                                () -> caller.withAcceptedAt(acceptedAt(job)).during(() -> executeChunk(job, work)));
    }

    private DomainEventMessage<?> first(JobId job) {
        return dependencies.events().readEvents(job.stream(), 0).next();
    }

    /** Rows without a time are of the time at which their upload was acknowledged. */
    private Instant acceptedAt(JobId job) {
        return first(job).getTimestamp();
    }

    private WorkAssignment executeChunk(JobId job, WorkAssignment.Work work) {
        ChunkProcessor.Result result =
                work.dryRun() ? dryRun(job, work) : dependencies.chunks().execute(job, work, null);
        boolean running = dependencies.running().getAsBoolean();
        // A process that shuts down ends its lease with the report, so that another worker continues at once.
        Instant until = dependencies.clock().instant().plus(running ? dependencies.lease() : Duration.ZERO);
        WorkAssignment next = dependencies
                .commands()
                .<WorkAssignment>send(
                        new ReportChunk(job, work.part(), work.number(), name, result.done(), result.failures(), until))
                .answer();
        return running || next.work() == null ? next : WorkAssignment.of(WorkAssignment.Kind.PART_DONE);
    }

    /** A row is decided as after all rows before it, so another worker's chunks of the partition are decided again. */
    private ChunkProcessor.Result dryRun(JobId job, WorkAssignment.Work work) {
        PartDryRun run = PartDryRun.of(dryRun, job, work);
        // Incomplete if this fails.
        dryRun = null;
        for (int number = run.next(); number < work.number(); number++) {
            dependencies.chunks().execute(job, work.chunk(number), run.effects());
        }
        ChunkProcessor.Result result = dependencies.chunks().execute(job, work, run.effects());
        dryRun = run.after(work.number());
        return result;
    }

    private WorkAssignment executeCommand(JobId job, RequestContext caller) {
        DomainEventMessage<?> first = first(job);
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
