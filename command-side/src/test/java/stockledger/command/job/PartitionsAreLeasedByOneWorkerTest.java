package stockledger.command.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.axonframework.test.aggregate.TestExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.job.JobCommand.AcceptJob;
import stockledger.command.job.JobCommand.CancelJob;
import stockledger.command.job.JobCommand.ClaimPart;
import stockledger.command.job.JobCommand.FailureLimits;
import stockledger.command.job.JobCommand.ReportChunk;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.RowFailure;

/** A partition of a job is leased by one worker at a time, and each of its chunks is reported once. */
class PartitionsAreLeasedByOneWorkerTest {

    private static final JobId ID = new JobId("job-1");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(15);
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final List<RowFailure> ONE_FAILED = List.of(new RowFailure(3, "wrong-type", "quantity"));
    private static final FailureLimits LIMITS = new FailureLimits(1_000, 1_000);

    /** Two parts; the first has two chunks. */
    private static final JobAccepted ACCEPTED = new JobAccepted(ID, "receipts", "up", 30, List.of(2, 1), false);

    private FixtureConfiguration<Job> job;

    @BeforeEach
    void open() {
        job = new AggregateTestFixture<>(Job.class);
    }

    private static Outcome<WorkAssignment> work(int part, int number, long version) {
        return work(part, number, version, false);
    }

    private static Outcome<WorkAssignment> work(int part, int number, long version, boolean repeated) {
        WorkAssignment assigned = WorkAssignment.work(
                new WorkAssignment.Work("receipts", "up", part, number, false, "stockledger", NOW, null, repeated));
        return new Outcome<>(assigned, ID.stream(), version);
    }

    private TestExecutor<Job> given(Object... events) {
        return job.givenCurrentTime(NOW).andGiven(events);
    }

    private static Outcome<WorkAssignment> assigned(WorkAssignment assigned, long version) {
        return new Outcome<>(assigned, ID.stream(), version);
    }

    private static ChunkWorked worked(int part, int number, @Nullable Instant until) {
        return new ChunkWorked(ID, part, number, "anna", 9, ONE_FAILED, until);
    }

    private static ReportChunk report(int part, int number, String worker) {
        return new ReportChunk(ID, part, number, worker, 9, ONE_FAILED, LATER, LIMITS);
    }

    @Test
    void aJobIsAccepted() {
        job.givenNoPriorActivity()
                .when(new AcceptJob(ID, "receipts", "up", 30, List.of(2, 1), false))
                .expectEvents(ACCEPTED)
                .expectResultMessagePayload(new Outcome<>(JobStatus.ACCEPTED, ID.stream(), 0));
    }

    @Test
    void theFirstWorkerLeasesTheFirstPartition() {
        given(ACCEPTED)
                .when(new ClaimPart(ID, "anna", NOW, UNTIL))
                .expectEvents(new PartClaimed(ID, 0, "anna", UNTIL))
                .expectResultMessagePayload(work(0, 0, 1));
    }

    @Test
    void theNextWorkerLeasesTheNextPartition() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL))
                .when(new ClaimPart(ID, "ben", NOW, UNTIL))
                .expectEvents(new PartClaimed(ID, 1, "ben", UNTIL))
                .expectResultMessagePayload(work(1, 0, 2));
    }

    @Test
    void withAllPartitionsLeasedAWorkerWaitsForTheFirstLeaseToEnd() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", LATER), new PartClaimed(ID, 1, "ben", UNTIL))
                .when(new ClaimPart(ID, "carl", NOW, LATER))
                .expectNoEvents()
                .expectResultMessagePayload(assigned(WorkAssignment.until(UNTIL), 2));
    }

    @Test
    void anExpiredLeaseIsTakenOver() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new PartClaimed(ID, 1, "ben", LATER))
                .when(new ClaimPart(ID, "carl", UNTIL, LATER))
                .expectEvents(new PartClaimed(ID, 0, "carl", LATER))
                .expectResultMessagePayload(work(0, 0, 3, true));
    }

    @Test
    void aWorkerThatGivesAPartitionUpEndsItsLease() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL))
                .when(new ReportChunk(ID, 0, 0, "anna", 9, ONE_FAILED, null, LIMITS))
                .expectEvents(worked(0, 0, null))
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.PART_DONE), 2));
    }

    @Test
    void aPartitionThatWasGivenUpIsLeasedAgainAndItsNextChunkIsNew() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), worked(0, 0, null))
                .when(new ClaimPart(ID, "ben", NOW, UNTIL))
                .expectEvents(new PartClaimed(ID, 0, "ben", UNTIL))
                .expectResultMessagePayload(work(0, 1, 3));
    }

    @Test
    void aWorkerContinuesThePartitionThatItHasLeased() {
        given(ACCEPTED, new PartClaimed(ID, 1, "anna", UNTIL))
                .when(new ClaimPart(ID, "anna", NOW, LATER))
                .expectEvents(new PartClaimed(ID, 1, "anna", LATER))
                .expectResultMessagePayload(work(1, 0, 2, true));
    }

    @Test
    void aChunkThatFailedIsRepeated() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), worked(0, 0, UNTIL))
                .when(new ClaimPart(ID, "ben", UNTIL, LATER))
                .expectEvents(new PartClaimed(ID, 0, "ben", LATER))
                .expectResultMessagePayload(work(0, 1, 3, true));
    }

    @Test
    void aReportIsAnsweredWithTheNextChunk() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL))
                .when(report(0, 0, "anna"))
                .expectEvents(worked(0, 0, LATER))
                .expectResultMessagePayload(work(0, 1, 2));
    }

    @Test
    void theLastChunkEndsTheLease() {
        given(ACCEPTED, new PartClaimed(ID, 1, "anna", UNTIL))
                .when(report(1, 0, "anna"))
                .expectEvents(worked(1, 0, null))
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.PART_DONE), 2));
    }

    @Test
    void theLastChunkOfAllPartitionsFinishesTheJob() {
        given(
                        ACCEPTED,
                        new PartClaimed(ID, 1, "anna", UNTIL),
                        worked(1, 0, null),
                        new PartClaimed(ID, 0, "anna", UNTIL),
                        worked(0, 0, LATER))
                .when(report(0, 1, "anna"))
                .expectEvents(worked(0, 1, null), new JobFinished(ID))
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.OVER), 6));
    }

    @Test
    void aReportAfterTheLeaseWasLostHasNoEffect() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new PartClaimed(ID, 0, "ben", LATER))
                .when(report(0, 0, "anna"))
                .expectNoEvents()
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.LOST), 2));
    }

    @Test
    void aChunkIsReportedOnce() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), worked(0, 0, LATER))
                .when(report(0, 0, "anna"))
                .expectNoEvents()
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.LOST), 2));
    }

    @Test
    void aCancelledJobLeasesNothing() {
        given(ACCEPTED, new JobCancelled(ID))
                .when(new ClaimPart(ID, "anna", NOW, UNTIL))
                .expectNoEvents()
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.OVER), 1));
    }

    @Test
    void aChunkInExecutionIsReportedAfterCancellation() {
        given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new JobCancelled(ID))
                .when(report(0, 0, "anna"))
                .expectEvents(worked(0, 0, LATER))
                .expectResultMessagePayload(assigned(WorkAssignment.of(WorkAssignment.Kind.OVER), 3));
    }

    @Test
    void cancellingTwiceHasNoFurtherEffect() {
        given(ACCEPTED, new JobCancelled(ID))
                .when(new CancelJob(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(JobStatus.CANCELLED, ID.stream(), 1));
    }

    @Test
    void aFinishedJobCannotBeCancelled() {
        given(ACCEPTED, new JobFinished(ID))
                .when(new CancelJob(ID))
                .expectNoEvents()
                .expectException(RefusedWith.conflict("job-finished", Map.of("id", ID)));
    }
}
