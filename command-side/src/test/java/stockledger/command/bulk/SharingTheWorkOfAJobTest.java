package stockledger.command.bulk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.bulk.JobCommand.AcceptJob;
import stockledger.command.bulk.JobCommand.CancelJob;
import stockledger.command.bulk.JobCommand.ClaimPart;
import stockledger.command.bulk.JobCommand.ReportChunk;
import stockledger.command.dispatch.Outcome;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.RowFailure;

/** A part of a job belongs to one worker at a time, chunk after chunk, and what is reported is reported once. */
class SharingTheWorkOfAJobTest {

    private static final JobId ID = new JobId("job-1");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(15);
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final List<RowFailure> ONE_FAILED = List.of(new RowFailure(3, "wrong-type", "quantity"));

    /** Two parts; the first has two chunks. */
    private static final JobAccepted ACCEPTED = new JobAccepted(ID, "receipts", "up", 30, List.of(2, 1), false);

    private FixtureConfiguration<Job> job;

    @BeforeEach
    void open() {
        job = new AggregateTestFixture<>(Job.class);
    }

    private static Outcome<WorkAssignment> work(int part, int number, long version) {
        WorkAssignment turn = WorkAssignment.work(
                new WorkAssignment.Work("receipts", "up", part, number, false, "stockledger", null));
        return new Outcome<>(turn, ID.stream(), version);
    }

    private static Outcome<WorkAssignment> turn(WorkAssignment turn, long version) {
        return new Outcome<>(turn, ID.stream(), version);
    }

    private static ChunkWorked worked(int part, int number, @Nullable Instant until) {
        return new ChunkWorked(ID, part, number, "anna", 9, ONE_FAILED, until);
    }

    private static ReportChunk report(int part, int number, String worker) {
        return new ReportChunk(ID, part, number, worker, 9, ONE_FAILED, LATER);
    }

    @Test
    void isAcceptedAsItWasSent() {
        job.givenNoPriorActivity()
                .when(new AcceptJob(ID, "receipts", "up", 30, List.of(2, 1), false))
                .expectEvents(ACCEPTED)
                .expectResultMessagePayload(new Outcome<>(JobStatus.ACCEPTED, ID.stream(), 0));
    }

    @Test
    void theFirstWorkerGetsTheFirstPart() {
        job.given(ACCEPTED)
                .when(new ClaimPart(ID, "anna", NOW, UNTIL))
                .expectEvents(new PartClaimed(ID, 0, "anna", UNTIL))
                .expectResultMessagePayload(work(0, 0, 1));
    }

    @Test
    void theNextWorkerGetsTheNextPart() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL))
                .when(new ClaimPart(ID, "ben", NOW, UNTIL))
                .expectEvents(new PartClaimed(ID, 1, "ben", UNTIL))
                .expectResultMessagePayload(work(1, 0, 2));
    }

    @Test
    void whenEveryPartIsTakenAWorkerWaitsForTheFirstThatMayBecomeFree() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", LATER), new PartClaimed(ID, 1, "ben", UNTIL))
                .when(new ClaimPart(ID, "carl", NOW, LATER))
                .expectNoEvents()
                .expectResultMessagePayload(turn(WorkAssignment.until(UNTIL), 2));
    }

    @Test
    void aPartWhoseTimeIsOverIsTakenOver() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new PartClaimed(ID, 1, "ben", LATER))
                .when(new ClaimPart(ID, "carl", UNTIL, LATER))
                .expectEvents(new PartClaimed(ID, 0, "carl", LATER))
                .expectResultMessagePayload(work(0, 0, 3));
    }

    @Test
    void whoReportsAChunkGetsTheNextOfItsPart() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL))
                .when(report(0, 0, "anna"))
                .expectEvents(worked(0, 0, LATER))
                .expectResultMessagePayload(work(0, 1, 2));
    }

    @Test
    void theLastChunkOfAPartFreesTheWorker() {
        job.given(ACCEPTED, new PartClaimed(ID, 1, "anna", UNTIL))
                .when(report(1, 0, "anna"))
                .expectEvents(worked(1, 0, null))
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.PART_DONE), 2));
    }

    @Test
    void theLastChunkOfAllFinishesTheJob() {
        job.given(
                        ACCEPTED,
                        new PartClaimed(ID, 1, "anna", UNTIL),
                        worked(1, 0, null),
                        new PartClaimed(ID, 0, "anna", UNTIL),
                        worked(0, 0, LATER))
                .when(report(0, 1, "anna"))
                .expectEvents(worked(0, 1, null), new JobFinished(ID))
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.OVER), 6));
    }

    @Test
    void aWorkerThatWasTooSlowReportsNothing() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new PartClaimed(ID, 0, "ben", LATER))
                .when(report(0, 0, "anna"))
                .expectNoEvents()
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.LOST), 2));
    }

    @Test
    void aChunkIsReportedOnce() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), worked(0, 0, LATER))
                .when(report(0, 0, "anna"))
                .expectNoEvents()
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.LOST), 2));
    }

    @Test
    void nothingIsBegunAfterItWasCancelled() {
        job.given(ACCEPTED, new JobCancelled(ID))
                .when(new ClaimPart(ID, "anna", NOW, UNTIL))
                .expectNoEvents()
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.OVER), 1));
    }

    @Test
    void whatWasBegunBeforeItWasCancelledIsReported() {
        job.given(ACCEPTED, new PartClaimed(ID, 0, "anna", UNTIL), new JobCancelled(ID))
                .when(report(0, 0, "anna"))
                .expectEvents(worked(0, 0, LATER))
                .expectResultMessagePayload(turn(WorkAssignment.of(WorkAssignment.Kind.OVER), 3));
    }

    @Test
    void cancellingTwiceIsCancellingOnce() {
        job.given(ACCEPTED, new JobCancelled(ID))
                .when(new CancelJob(ID))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(JobStatus.CANCELLED, ID.stream(), 1));
    }

    @Test
    void whatIsFinishedCannotBeCancelled() {
        job.given(ACCEPTED, new JobFinished(ID))
                .when(new CancelJob(ID))
                .expectNoEvents()
                .expectException(RefusedWith.conflict("job-finished", Map.of("id", ID)));
    }
}
