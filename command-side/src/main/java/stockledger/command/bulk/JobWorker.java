package stockledger.command.bulk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.bulk.JobCommand.AnswerRequest;
import stockledger.command.bulk.JobCommand.ClaimPart;
import stockledger.command.bulk.JobCommand.ReportChunk;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.Traces;
import stockledger.command.http.HeldRequest;
import stockledger.events.JobId;

/** One thread that works: asks jobs for a part, and works on it until it is done, lost, or the process ends. */
final class JobWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(JobWorker.class);
    private static final String REQUEST = "stored request";
    private static final String CHUNK = "chunk of rows";
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final String name;
    private final OpenJobs.Sort sort;
    private final OpenJobs board;
    private final Commands commands;
    private final Traces traces;
    private final ChunkProcessor chunks;
    private final RequestWork requests;
    private final Clock clock;
    private final BulkSettings settings;
    private final BooleanSupplier running;

    JobWorker(
            String name,
            OpenJobs.Sort sort,
            OpenJobs board,
            Commands commands,
            Traces traces,
            ChunkProcessor chunks,
            RequestWork requests,
            Clock clock,
            BulkSettings settings,
            BooleanSupplier running) {
        this.name = name;
        this.sort = sort;
        this.board = board;
        this.commands = commands;
        this.traces = traces;
        this.chunks = chunks;
        this.requests = requests;
        this.clock = clock;
        this.settings = settings;
        this.running = running;
    }

    @Override
    public void run() {
        try {
            while (running.getAsBoolean()) {
                JobId job = board.await(sort, Duration.ofMillis(settings.pollMillis()));
                if (job != null) {
                    work(job);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(JobId job) {
        try {
            WorkAssignment turn = new RequestContext(RequestContext.SERVICE, job.value()).during(() -> claim(job));
            while (turn.work() != null) {
                turn = step(job, turn.work());
            }
            if (turn.kind() == WorkAssignment.Kind.OVER) {
                board.over(job);
            } else if (turn.kind() == WorkAssignment.Kind.WAIT && turn.at() != null) {
                board.later(job, turn.at());
            }
        } catch (RuntimeException e) {
            LOG.warn("a job is interrupted and is gone on with later: {}", e.getMessage());
            LOG.debug("the fault", e);
            board.later(job, clock.instant().plus(AFTER_A_FAULT));
        }
    }

    private WorkAssignment claim(JobId job) {
        Instant now = clock.instant();
        return commands.<WorkAssignment>send(new ClaimPart(job, name, now, now.plusSeconds(settings.leaseSeconds())))
                .answer();
    }

    /** A chunk, and so what its rows become, is one piece of the trace of whoever sent the rows. */
    private WorkAssignment step(JobId job, WorkAssignment.Work work) {
        RequestContext asker = new RequestContext(work.actor(), job.value());
        return work.rows() == null
                ? traces.goOn(REQUEST, work.trace(), () -> asker.during(() -> answer(job)))
                : traces.goOn(CHUNK, work.trace(), () -> asker.during(() -> chunk(job, work)));
    }

    private WorkAssignment chunk(JobId job, WorkAssignment.Work work) {
        ChunkProcessor.Worked worked = chunks.run(job, work);
        boolean goesOn = running.getAsBoolean();
        // Who ends lets go: another may take the part at once.
        Instant until = clock.instant().plusSeconds(goesOn ? settings.leaseSeconds() : 0);
        Outcome<WorkAssignment> next = commands.send(
                new ReportChunk(job, work.part(), work.number(), name, worked.done(), worked.failures(), until));
        return goesOn || next.answer().work() == null
                ? next.answer()
                : WorkAssignment.of(WorkAssignment.Kind.PART_DONE);
    }

    private WorkAssignment answer(JobId job) {
        HeldRequest.Answer answered = requests.run(job);
        AnswerRequest report = new AnswerRequest(job, name, answered.status(), answered.headers(), answered.body());
        return commands.<WorkAssignment>send(report).answer();
    }
}
