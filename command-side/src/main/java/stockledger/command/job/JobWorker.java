package stockledger.command.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
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

    /** What all workers of a process share. */
    record Tools(
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
    private final OpenJobs.Sort sort;
    private final Tools tools;

    /**
     * Creates a worker.
     *
     * @param name unique over all processes: leases carry it
     */
    JobWorker(String name, OpenJobs.Sort sort, Tools tools) {
        this.name = name;
        this.sort = sort;
        this.tools = tools;
    }

    /** Works until no open job has work. */
    void run() {
        JobId job = tools.jobs().next(sort);
        while (job != null && tools.running().getAsBoolean()) {
            work(job);
            job = tools.jobs().next(sort);
        }
    }

    private void work(JobId job) {
        try {
            WorkAssignment assigned = new RequestContext(RequestContext.SERVICE, job.value()).during(() -> claim(job));
            while (assigned.work() != null) {
                assigned = execute(job, assigned.work());
            }
            if (assigned.kind() == WorkAssignment.Kind.OVER) {
                tools.jobs().remove(job);
            } else if (assigned.kind() == WorkAssignment.Kind.WAIT && assigned.at() != null) {
                tools.jobs().postpone(job, assigned.at());
            }
        } catch (RuntimeException e) {
            LOG.warn("Job {} was interrupted and is retried in {}: {}", job, RETRY_DELAY, e.getMessage());
            LOG.debug("Cause of the interruption", e);
            tools.jobs().postpone(job, tools.clock().instant().plus(RETRY_DELAY));
        }
    }

    private WorkAssignment claim(JobId job) {
        Instant now = tools.clock().instant();
        return tools.commands()
                .<WorkAssignment>send(new ClaimPart(job, name, now, now.plus(tools.lease())))
                .answer();
    }

    /** A chunk, or a single command, is one span in the trace of its caller. */
    private WorkAssignment execute(JobId job, WorkAssignment.Work work) {
        RequestContext caller = new RequestContext(work.actor(), job.value());
        return work.rows() == null
                ? tools.traces().resume(REQUEST_SPAN, work.trace(), () -> caller.during(() -> executeCommand(job)))
                : tools.traces().resume(CHUNK_SPAN, work.trace(), () -> caller.during(() -> executeChunk(job, work)));
    }

    private WorkAssignment executeChunk(JobId job, WorkAssignment.Work work) {
        ChunkProcessor.Result result = tools.chunks().execute(job, work);
        boolean running = tools.running().getAsBoolean();
        // A process that shuts down ends its lease with the report, so that another worker continues at once.
        Instant until = tools.clock().instant().plus(running ? tools.lease() : Duration.ZERO);
        WorkAssignment next = tools.commands()
                .<WorkAssignment>send(
                        new ReportChunk(job, work.part(), work.number(), name, result.done(), result.failures(), until))
                .answer();
        return running || next.work() == null ? next : WorkAssignment.of(WorkAssignment.Kind.PART_DONE);
    }

    private WorkAssignment executeCommand(JobId job) {
        DomainEventMessage<?> first = tools.events().readEvents(job.stream(), 0).next();
        AsyncCommandExecutor.Answer answer =
                tools.executor().execute((RequestAccepted) first.getPayload(), first.getMetaData());
        return tools.commands()
                .<WorkAssignment>send(new AnswerRequest(job, name, answer.status(), answer.headers(), answer.body()))
                .answer();
    }
}
