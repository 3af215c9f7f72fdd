package stockledger.command.job;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.job.JobCommand.AcceptJob;
import stockledger.command.job.JobCommand.AcceptRequest;
import stockledger.command.job.JobCommand.AnswerRequest;
import stockledger.command.job.JobCommand.CancelJob;
import stockledger.command.job.JobCommand.ClaimPart;
import stockledger.command.job.JobCommand.ReportChunk;
import stockledger.command.job.JobRefusal.JobExists;
import stockledger.events.Provenance;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;

/**
 * A job: partitions of chunks, or one command. Workers of all instances lease its partitions: the first claim that is
 * stored wins, until its lease ends.
 */
@AggregateRoot(type = "job")
@JsonTypeName("snapshot.job")
@Revision("3")
final class Job extends IdempotentAggregate<JobStatus> {

    private JobStatus status = JobStatus.ACCEPTED;
    private @Nullable String rows;
    private @Nullable String upload;
    private boolean dryRun;
    private Instant acceptedAt = Instant.EPOCH;
    private String actor = RequestContext.SERVICE;
    private @Nullable String trace;
    private List<Integer> chunks = List.of();
    private List<Integer> worked = new ArrayList<>();
    private Map<Integer, Claim> claims = new TreeMap<>();
    private int failed;
    private int storedFailures;

    /** Why a job was stopped: the stored reason. */
    private static final String TOO_MANY_FAILURES = "too-many-failures";

    /** The lease of a partition, by the worker that has begun the next chunk or is about to. */
    record Claim(String worker, Instant until) {}

    Job() {}

    @Override
    protected JobStatus answerTo(Object event) {
        return status;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<JobStatus> accept(AcceptJob command) {
        if (stream != null) {
            throw new JobExists(command.id());
        }
        apply(new JobAccepted(
                command.id(), command.kind(), command.upload(), command.rows(), command.chunks(), command.dryRun()));
        return Outcome.of(status, command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<JobStatus> accept(AcceptRequest command) {
        if (stream != null) {
            throw new JobExists(command.id());
        }
        apply(new RequestAccepted(command.id(), command.method(), command.path(), command.command()));
        return Outcome.of(status, command.stream());
    }

    @CommandHandler
    Outcome<WorkAssignment> claim(ClaimPart command) {
        if (status != JobStatus.ACCEPTED) {
            return Outcome.of(WorkAssignment.of(WorkAssignment.Kind.OVER), command.stream());
        }
        OptionalInt part = freePart(command);
        if (part.isPresent()) {
            // A chunk that was leased and never reported may have been executed.
            boolean repeated = claims.containsKey(part.getAsInt());
            apply(new PartClaimed(command.id(), part.getAsInt(), command.worker(), command.until()));
            return Outcome.of(next(part.getAsInt(), repeated), command.stream());
        }
        Instant first = claims.values().stream()
                .map(Claim::until)
                .min(Comparator.naturalOrder())
                .orElse(command.until());
        return Outcome.of(WorkAssignment.until(first), command.stream());
    }

    /** The partition that the worker has leased already, or the first that is free. */
    private OptionalInt freePart(ClaimPart command) {
        IntPredicate isOwn = part -> {
            Claim claim = claims.get(part);
            return claim != null && claim.worker().equals(command.worker());
        };
        OptionalInt own = openParts().filter(isOwn).findFirst();
        return own.isPresent()
                ? own
                : openParts().filter(part -> isFree(part, command)).findFirst();
    }

    private IntStream openParts() {
        return IntStream.range(0, chunks.size()).filter(this::isOpen);
    }

    private boolean isOpen(int part) {
        return worked.get(part) < chunks.get(part);
    }

    private boolean isFree(int part, ClaimPart command) {
        Claim claim = claims.get(part);
        return claim == null || !claim.until().isAfter(command.now());
    }

    private WorkAssignment next(int part, boolean repeated) {
        return WorkAssignment.work(new WorkAssignment.Work(
                rows, upload, part, worked.get(part), dryRun, actor, acceptedAt, trace, repeated));
    }

    @CommandHandler
    Outcome<WorkAssignment> report(ReportChunk command) {
        int part = command.part();
        Claim claim = claims.get(part);
        if (claim == null || !claim.worker().equals(command.worker()) || worked.get(part) != command.number()) {
            return Outcome.of(WorkAssignment.of(WorkAssignment.Kind.LOST), command.stream());
        }
        boolean last = command.number() + 1 == chunks.get(part);
        Instant until = last ? null : command.until();
        apply(worked(command, until));
        if (status == JobStatus.ACCEPTED && worked.equals(chunks)) {
            apply(new JobFinished(command.id()));
        } else if (status == JobStatus.ACCEPTED && failed >= command.limits().most()) {
            apply(new JobStopped(command.id(), TOO_MANY_FAILURES));
        }
        if (status != JobStatus.ACCEPTED) {
            return Outcome.of(WorkAssignment.of(WorkAssignment.Kind.OVER), command.stream());
        }
        return Outcome.of(
                until == null ? WorkAssignment.of(WorkAssignment.Kind.PART_DONE) : next(part, false), command.stream());
    }

    /** The event of a chunk: its first failures as long as there is room for them, and the number of the others. */
    private ChunkWorked worked(ReportChunk command, @Nullable Instant until) {
        List<RowFailure> failures = command.failures();
        int kept = Math.max(0, Math.min(failures.size(), command.limits().stored() - storedFailures));
        return new ChunkWorked(
                command.id(),
                command.part(),
                command.number(),
                command.worker(),
                command.done(),
                List.copyOf(failures.subList(0, kept)),
                until,
                kept == failures.size() ? null : failures.size() - kept);
    }

    @CommandHandler
    Outcome<WorkAssignment> answer(AnswerRequest command) {
        Claim claim = claims.get(0);
        if (status == JobStatus.FINISHED || claim == null || !claim.worker().equals(command.worker())) {
            return Outcome.of(WorkAssignment.of(WorkAssignment.Kind.LOST), command.stream());
        }
        apply(new RequestAnswered(command.id(), command.status(), command.headers(), command.body()));
        if (status == JobStatus.ACCEPTED) {
            apply(new JobFinished(command.id()));
        }
        return Outcome.of(WorkAssignment.of(WorkAssignment.Kind.OVER), command.stream());
    }

    @CommandHandler
    Outcome<JobStatus> cancel(CancelJob command) {
        if (status == JobStatus.FINISHED || status == JobStatus.STOPPED) {
            throw new JobRefusal.JobFinished(command.id());
        }
        if (status == JobStatus.ACCEPTED) {
            apply(new JobCancelled(command.id()));
        }
        return Outcome.of(status, command.stream());
    }

    @EventSourcingHandler
    void on(
            JobAccepted event,
            @Timestamp Instant at,
            @MetaDataValue(Provenance.ACTOR) @Nullable String caller,
            @MetaDataValue(Provenance.TRACE_PARENT) @Nullable String traceparent) {
        begin(event.id().stream(), event.chunks(), at, caller, traceparent);
        rows = event.kind();
        upload = event.upload();
        dryRun = event.dryRun();
    }

    @EventSourcingHandler
    void on(
            RequestAccepted event,
            @Timestamp Instant at,
            @MetaDataValue(Provenance.ACTOR) @Nullable String caller,
            @MetaDataValue(Provenance.TRACE_PARENT) @Nullable String traceparent) {
        begin(event.id().stream(), List.of(1), at, caller, traceparent);
    }

    private void begin(
            String name,
            List<Integer> chunksOfParts,
            Instant at,
            @Nullable String caller,
            @Nullable String traceparent) {
        stream = name;
        acceptedAt = at;
        chunks = List.copyOf(chunksOfParts);
        worked = new ArrayList<>(chunksOfParts.stream().map(part -> 0).toList());
        actor = caller == null ? RequestContext.SERVICE : caller;
        trace = traceparent;
    }

    @EventSourcingHandler
    void on(PartClaimed event) {
        claims.put(event.part(), new Claim(event.worker(), event.until()));
    }

    @EventSourcingHandler
    void on(ChunkWorked event) {
        worked.set(event.part(), event.number() + 1);
        failed += event.failed();
        storedFailures += event.failures().size();
        if (event.until() == null) {
            claims.remove(event.part());
        } else {
            claims.put(event.part(), new Claim(event.worker(), event.until()));
        }
    }

    @EventSourcingHandler
    void on(RequestAnswered event) {
        claims.clear();
        worked.set(0, 1);
    }

    @EventSourcingHandler
    void on(JobFinished event) {
        status = JobStatus.FINISHED;
    }

    @EventSourcingHandler
    void on(JobStopped event) {
        status = JobStatus.STOPPED;
    }

    @EventSourcingHandler
    void on(JobCancelled event) {
        status = JobStatus.CANCELLED;
    }
}
