package stockledger.command.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.events.JobId;

/** The job that waits longest is next, and a worker leaves a job after a chunk only for such a one. */
class JobsTakeTurnsTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final JobId OLD = new JobId("old");
    private static final JobId MIDDLE = new JobId("middle");
    private static final JobId NEW = new JobId("new");
    private static final OpenJobs.Worker ROWS = new OpenJobs.Worker(OpenJobs.Kind.ROWS, null);

    private final OpenJobs jobs = new OpenJobs(Clock.fixed(NOW, ZoneOffset.UTC));

    private void accept(JobId job, int secondsAgo) {
        jobs.add(job, OpenJobs.Kind.ROWS, false, NOW.minusSeconds(secondsAgo));
    }

    private @Nullable JobId turn(OpenJobs.Worker worker) {
        JobId next = jobs.next(worker);
        if (next != null) {
            jobs.resume(next);
        }
        return next;
    }

    @Test
    void jobsHaveTurnsInTheOrderInWhichTheyBecameKnown() {
        accept(OLD, 3);
        accept(MIDDLE, 2);
        accept(NEW, 1);
        assertThat(List.of(turn(ROWS), turn(ROWS), turn(ROWS), turn(ROWS))).containsExactly(OLD, MIDDLE, NEW, OLD);
    }

    /** So a stream of small jobs does not keep a large one from its turns. */
    @Test
    void aNewJobWaitsForThoseThatWaitAlready() {
        accept(OLD, 3);
        accept(MIDDLE, 2);
        assertThat(turn(ROWS)).isEqualTo(OLD);
        accept(NEW, 1);
        assertThat(List.of(turn(ROWS), turn(ROWS), turn(ROWS))).containsExactly(MIDDLE, OLD, NEW);
    }

    @Test
    void workersTakeDifferentJobs() {
        accept(OLD, 3);
        accept(NEW, 1);
        assertThat(List.of(jobs.next(ROWS), jobs.next(ROWS), jobs.next(ROWS))).containsExactly(OLD, NEW, OLD);
    }

    @Test
    void aJobContinuesWhileItIsAlone() {
        accept(OLD, 3);
        assertThat(jobs.next(ROWS)).isEqualTo(OLD);
        assertThat(jobs.continues(OLD, ROWS)).isTrue();
    }

    @Test
    void aJobIsLeftForOneThatWaits() {
        accept(OLD, 3);
        accept(MIDDLE, 2);
        assertThat(List.of(jobs.next(ROWS), jobs.next(ROWS))).containsExactly(OLD, MIDDLE);
        accept(NEW, 1);
        assertThat(jobs.continues(MIDDLE, ROWS)).isFalse();
        jobs.resume(MIDDLE);
        assertThat(jobs.next(ROWS)).isEqualTo(NEW);
    }

    /** Otherwise two workers would exchange two jobs after every chunk. */
    @Test
    void workersOfAsManyJobsKeepThem() {
        accept(OLD, 3);
        accept(NEW, 1);
        assertThat(List.of(jobs.next(ROWS), jobs.next(ROWS))).containsExactly(OLD, NEW);
        assertThat(jobs.continues(NEW, ROWS)).isTrue();
        assertThat(jobs.continues(OLD, ROWS)).isTrue();
    }

    @Test
    void aJobWhosePartitionsAreLeasedByOthersHasNoTurn() {
        accept(OLD, 3);
        accept(NEW, 1);
        jobs.postpone(OLD, NOW.plusSeconds(1));
        assertThat(jobs.next(ROWS)).isEqualTo(NEW);
        assertThat(jobs.continues(NEW, ROWS)).isTrue();
        jobs.resume(OLD);
        assertThat(jobs.continues(NEW, ROWS)).isFalse();
    }

    /** A turn without an end would put the job behind all others, for as long as the process runs. */
    @Test
    void aPausedWorkerTakesNoTurn() {
        accept(OLD, 3);
        accept(NEW, 1);
        new JobWorker(
                        "paused",
                        OpenJobs.Kind.ROWS,
                        new JobWorker.Dependencies(
                                jobs,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Clock.systemUTC(),
                                Duration.ofMinutes(1),
                                new JobCommand.FailureLimits(1, 1),
                                () -> false))
                .run();
        assertThat(List.of(turn(ROWS), turn(ROWS))).containsExactly(OLD, NEW);
    }

    @Test
    void aWorkerHasOneDryRunAtATime() {
        jobs.add(OLD, OpenJobs.Kind.ROWS, true, NOW.minusSeconds(3));
        jobs.add(MIDDLE, OpenJobs.Kind.ROWS, true, NOW.minusSeconds(2));
        accept(NEW, 1);
        OpenJobs.Worker inDryRun = new OpenJobs.Worker(OpenJobs.Kind.ROWS, OLD);
        assertThat(List.of(turn(inDryRun), turn(inDryRun), turn(inDryRun))).containsExactly(OLD, NEW, OLD);
        assertThat(turn(ROWS)).isEqualTo(MIDDLE);
    }

    @Test
    void rowsAndSingleCommandsHaveWorkersOfTheirOwn() {
        jobs.add(OLD, OpenJobs.Kind.REQUEST, false, NOW);
        assertThat(jobs.next(ROWS)).isNull();
        assertThat(jobs.next(new OpenJobs.Worker(OpenJobs.Kind.REQUEST, null))).isEqualTo(OLD);
    }
}
