package stockledger.query.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.registered;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.query.Fold;
import stockledger.query.job.JobController.JobAnswer;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;

/** A job is a pure function of its events. */
class JobFollowsEventsTest {

    private static final JobId ID = new JobId("job");
    private static final Instant UNTIL = Instant.parse("2026-12-01T12:00:00Z");
    private static final RowFailure FAILURE = new RowFailure(7, "product-not-found", "There is no such product.");

    private static JobView fold(Object... events) {
        return Fold.of(JobView.empty("job"), JobView::on, events);
    }

    private static JobAnswer answer(Object... events) {
        JobView view = fold(events);
        return JobController.answer(view, JobController.answer(view.answer(), UnaryOperator.identity()), null);
    }

    private static JobAccepted accepted(int rows, boolean dryRun) {
        return new JobAccepted(ID, "receipts", "u", rows, List.of(1), dryRun);
    }

    private static ChunkWorked worked(int number, int done, RowFailure... failures) {
        return new ChunkWorked(ID, 0, number, "worker", done, List.of(failures), UNTIL);
    }

    @Test
    void anAcceptedJobHasNoProgress() {
        JobAnswer answer = answer(accepted(10, true));
        assertThat(answer.status()).isEqualTo("accepted");
        assertThat(answer.kind()).isEqualTo("receipts");
        assertThat(answer.dryRun()).isTrue();
        assertThat(answer.rows()).isEqualTo(10);
        assertThat(answer.actor()).isEqualTo(Fold.ACTOR);
        assertThat(answer.acceptedAt()).isEqualTo(Fold.time(0));
        assertThat(answer.startedAt()).isNull();
        assertThat(answer.rowsPerSecond()).isNull();
        assertThat(answer.secondsLeft()).isNull();
    }

    @Test
    void theFirstClaimStartsAJob() {
        JobView view = fold(
                accepted(10, false), new PartClaimed(ID, 0, "worker", UNTIL), new PartClaimed(ID, 1, "other", UNTIL));
        assertThat(view.status()).isEqualTo("running");
        assertThat(view.startedAt()).isEqualTo(Fold.time(1));
    }

    @Test
    void everyChunkAddsItsRowsAndFailures() {
        Object[] events = {
            accepted(100, false), new PartClaimed(ID, 0, "worker", UNTIL), worked(0, 24, FAILURE), worked(1, 25)
        };
        JobView view = fold(events);
        assertThat(view.done()).isEqualTo(49);
        assertThat(view.failed()).isEqualTo(1);
        assertThat(view.newFailures()).containsExactly(FAILURE);
        assertThat(view.latestAt()).isEqualTo(Fold.time(3));
        // 50 rows in two seconds.
        assertThat(answer(events).rowsPerSecond()).isEqualTo(25);
        assertThat(answer(events).secondsLeft()).isEqualTo(2);
    }

    @Test
    void aFinishedJobHasNoTimeLeft() {
        JobAnswer answer =
                answer(accepted(1, false), new PartClaimed(ID, 0, "worker", UNTIL), worked(0, 1), new JobFinished(ID));
        assertThat(answer.status()).isEqualTo("finished");
        assertThat(answer.endedAt()).isEqualTo(Fold.time(3));
        assertThat(answer.secondsLeft()).isNull();
    }

    @Test
    void failuresThatAreNotStoredCount() {
        JobAnswer answer =
                answer(accepted(100, false), new ChunkWorked(ID, 0, 0, "worker", 20, List.of(FAILURE), UNTIL, 29));
        assertThat(answer.failed()).isEqualTo(30);
        assertThat(answer.failuresOmitted()).isEqualTo(29);
        assertThat(answer(accepted(1, false), worked(0, 0, FAILURE)).failuresOmitted())
                .isNull();
    }

    /** As in jobs of earlier versions, which stored every failure. */
    @Test
    void ofManyFailuresOnlyTheFirstAreKept() {
        int rows = JobView.MAX_STORED_FAILURES + 10;
        RowFailure[] failures = IntStream.rangeClosed(1, rows)
                .mapToObj(line -> new RowFailure(line, "product-not-found", ""))
                .toArray(RowFailure[]::new);
        Object[] events = {accepted(rows, false), worked(0, 0, failures), worked(1, 5, FAILURE)};
        JobView view = fold(events);
        assertThat(view.failed()).isEqualTo(rows + 1);
        assertThat(view.newFailures()).hasSize(JobView.MAX_STORED_FAILURES);
        assertThat(FailedLines.of(view.failedLines())).hasSize(JobView.MAX_STORED_FAILURES);
        assertThat(answer(events).failuresOmitted()).isEqualTo(11);
    }

    @Test
    void aJobThatTheServiceStoppedTellsWhy() {
        JobAnswer answer = answer(
                accepted(100, false), worked(0, 24, FAILURE), new JobStopped(ID, "too-many-failures"), worked(1, 25));
        assertThat(answer.status()).isEqualTo("stopped");
        assertThat(answer.stopReason()).isEqualTo("too-many-failures");
        assertThat(answer.done()).isEqualTo(49);
        assertThat(answer.endedAt()).isEqualTo(Fold.time(2));
        assertThat(answer.secondsLeft()).isNull();
    }

    @Test
    void aChunkThatEndsAfterTheCancellationCounts() {
        JobAnswer answer = answer(
                accepted(100, false), new PartClaimed(ID, 0, "worker", UNTIL), new JobCancelled(ID), worked(0, 25));
        assertThat(answer.status()).isEqualTo("cancelled");
        assertThat(answer.done()).isEqualTo(25);
        assertThat(answer.secondsLeft()).isNull();
        assertThat(answer.endedAt()).isEqualTo(Fold.time(2));
    }

    @Test
    void anAsyncRequestShowsItsResponse() {
        Object[] events = {
            new RequestAccepted(ID, "POST", "/v1/locations", Map.of(), "{}"),
            new PartClaimed(ID, 0, "worker", UNTIL),
            new RequestAnswered(ID, 201, Map.of("location", "/v1/locations/a.b"), "{\"id\":\"a.b\"}"),
            new JobFinished(ID)
        };
        JsonNode answer = StoredJson.mapper().valueToTree(answer(events));
        assertThat(answer.path("status").asString()).isEqualTo("finished");
        assertThat(answer.path("kind").asString()).isEqualTo("request");
        assertThat(answer.path("request").toString()).isEqualTo("{\"method\":\"POST\",\"path\":\"/v1/locations\"}");
        assertThat(answer.path("answer").toString())
                .isEqualTo(
                        "{\"status\":201,\"headers\":{\"location\":\"/v1/locations/a.b\"},\"body\":{\"id\":\"a.b\"}}");
        assertThat(answer.path("done").asInt()).isEqualTo(1);
        assertThat(answer.has("failures")).isFalse();
    }

    @Test
    void aRefusedRequestCountsAsFailed() {
        JobView view = fold(
                new RequestAccepted(ID, "POST", "/v1/locations", Map.of(), "{}"),
                new RequestAnswered(ID, 409, Map.of(), "{}"));
        assertThat(view.done()).isZero();
        assertThat(view.failed()).isEqualTo(1);
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(registered("mug")));
    }
}
