package stockledger.command.job;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.command.job.JobCommand.CancelJob;
import stockledger.command.job.JobCommand.ClaimPart;
import stockledger.command.job.JobCommand.FailureLimits;
import stockledger.command.job.JobCommand.ReportChunk;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.RowFailure;

/** A job stores so many failures and counts the others, and it ends with so many. */
class FailuresOfAJobAreBoundedTest {

    private static final JobId ID = new JobId("job-1");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(30);
    private static final FailureLimits LIMITS = new FailureLimits(3, 5);
    private static final JobAccepted ACCEPTED = new JobAccepted(ID, "receipts", "up", 30, List.of(3), false);
    private static final PartClaimed CLAIMED = new PartClaimed(ID, 0, "anna", UNTIL);
    private static final RowFailure ONE = new RowFailure(1, "wrong-type", "quantity");
    private static final RowFailure TWO = new RowFailure(2, "wrong-type", "quantity");
    private static final RowFailure THREE = new RowFailure(3, "wrong-type", "quantity");

    private FixtureConfiguration<Job> job;

    @BeforeEach
    void open() {
        job = new AggregateTestFixture<>(Job.class);
    }

    private static ChunkWorked worked(int number, List<RowFailure> failures, @Nullable Integer omitted) {
        return new ChunkWorked(ID, 0, number, "anna", 8, failures, number == 2 ? null : UNTIL, omitted);
    }

    private static ReportChunk report(int number, RowFailure... failures) {
        return new ReportChunk(ID, 0, number, "anna", 8, List.of(failures), UNTIL, LIMITS);
    }

    @Test
    void theFirstFailuresAreStored() {
        job.given(ACCEPTED, CLAIMED)
                .when(report(0, ONE, TWO, THREE))
                .expectEvents(worked(0, List.of(ONE, TWO, THREE), null));
    }

    @Test
    void ofTheOthersTheNumberIsStored() {
        job.given(ACCEPTED, CLAIMED, worked(0, List.of(ONE, TWO), null))
                .when(report(1, ONE, TWO))
                .expectEvents(worked(1, List.of(ONE), 1));
    }

    @Test
    void theJobEndsWithTheLastFailureThatIsAllowed() {
        job.given(ACCEPTED, CLAIMED, worked(0, List.of(ONE, TWO, THREE), 1))
                .when(report(1, ONE))
                .expectEvents(worked(1, List.of(), 1), new JobStopped(ID, "too-many-failures"))
                .expectResultMessagePayload(new Outcome<>(WorkAssignment.of(WorkAssignment.Kind.OVER), ID.stream(), 4));
    }

    @Test
    void aJobThatIsDoneWithItIsFinished() {
        job.given(ACCEPTED, CLAIMED, worked(0, List.of(ONE, TWO, THREE), 1), worked(1, List.of(), null))
                .when(report(2, ONE))
                .expectEvents(worked(2, List.of(), 1), new JobFinished(ID));
    }

    @Test
    void failuresOfEarlierVersionsCount() {
        job.given(ACCEPTED, CLAIMED, new ChunkWorked(ID, 0, 0, "anna", 0, List.of(ONE, TWO, THREE, ONE), UNTIL))
                .when(report(1, ONE))
                .expectEvents(worked(1, List.of(), 1), new JobStopped(ID, "too-many-failures"));
    }

    @Test
    void aStoppedJobLeasesNothing() {
        job.given(ACCEPTED, new JobStopped(ID, "too-many-failures"))
                .when(new ClaimPart(ID, "anna", NOW, UNTIL))
                .expectNoEvents()
                .expectResultMessagePayload(new Outcome<>(WorkAssignment.of(WorkAssignment.Kind.OVER), ID.stream(), 1));
    }

    @Test
    void aChunkInExecutionIsReportedAfterTheJobWasStopped() {
        job.given(ACCEPTED, CLAIMED, new JobStopped(ID, "too-many-failures"))
                .when(report(0, ONE))
                .expectEvents(worked(0, List.of(ONE), null))
                .expectResultMessagePayload(new Outcome<>(WorkAssignment.of(WorkAssignment.Kind.OVER), ID.stream(), 3));
    }

    @Test
    void aStoppedJobCannotBeCancelled() {
        job.given(ACCEPTED, new JobStopped(ID, "too-many-failures"))
                .when(new CancelJob(ID))
                .expectNoEvents()
                .expectException(RefusedWith.conflict("job-finished", Map.of("id", ID)));
    }
}
