package stockledger.query.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;

/** The progress of a job and its failed rows over HTTP. */
class JobsOverHttpTest {

    private static final Instant UNTIL = Instant.parse("2026-12-01T12:00:00Z");

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static Answer job(JobId id, String query) {
        String token =
                ConsistencyToken.of(id.stream(), querySide.version(id.stream())).encoded();
        return querySide.get("/v1/jobs/" + id + query, "Consistency-Token", token);
    }

    private static ChunkWorked worked(JobId id, int number, int done, List<RowFailure> failures) {
        return new ChunkWorked(id, 0, number, "worker", done, failures, UNTIL);
    }

    @Test
    void anAcceptedJobHasNoProgress() {
        JobId id = new JobId("waits");
        querySide.append(new JobAccepted(id, "receipts", "u", 10, List.of(1), true));
        Answer answer = job(id, "");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().path("status").asString()).isEqualTo("accepted");
        assertThat(answer.body().path("kind").asString()).isEqualTo("receipts");
        assertThat(answer.body().path("dryRun").asBoolean()).isTrue();
        assertThat(answer.body().path("rows").asInt()).isEqualTo(10);
        assertThat(answer.body().path("failures").path("items").size()).isZero();
        assertThat(answer.body().has("rowsPerSecond")).isFalse();
        assertThat(answer.header("ETag")).isEqualTo("\"j0\"");
    }

    @Test
    void aRunningJobShowsItsProgressAndFailures() {
        JobId id = new JobId("worked-on");
        querySide.append(
                new JobAccepted(id, "receipts", "u", 100, List.of(4), false),
                new PartClaimed(id, 0, "worker", UNTIL),
                worked(id, 0, 24, List.of(new RowFailure(7, "product-not-found", "There is no such product."))));
        Answer answer = job(id, "");
        assertThat(answer.body().path("status").asString()).isEqualTo("running");
        assertThat(answer.body().path("done").asInt()).isEqualTo(24);
        assertThat(answer.body().path("failed").asInt()).isEqualTo(1);
        assertThat(answer.body().path("rowsPerSecond").asDouble()).isPositive();
        assertThat(answer.body().path("secondsLeft").asLong()).isNotNegative();
        assertThat(answer.body().path("failures").path("items").path(0).toString())
                .isEqualTo("{\"line\":7,\"code\":\"product-not-found\",\"reason\":\"There is no such product.\"}");
    }

    @Test
    void everyFailureIsOnExactlyOnePageInTheOrderOfLines() {
        JobId id = new JobId("pages");
        querySide.append(
                new JobAccepted(id, "receipts", "u", 50, List.of(2), false),
                new PartClaimed(id, 0, "worker", UNTIL),
                worked(id, 0, 0, failures(27, 52)),
                worked(id, 1, 0, failures(2, 27)),
                new JobFinished(id));
        List<Integer> lines = new ArrayList<>();
        String query = "?limit=20";
        int pages = 0;
        while (!query.isEmpty()) {
            Answer page = job(id, query);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.body()
                    .path("failures")
                    .path("items")
                    .forEach(item -> lines.add(item.path("line").asInt()));
            String next = page.body().path("failures").path("nextCursor").asString("");
            query = next.isEmpty() ? "" : "?limit=20&cursor=" + next;
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(lines).isEqualTo(IntStream.range(2, 52).boxed().toList());
    }

    private static List<RowFailure> failures(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(line -> new RowFailure(line, "wrong-type", "quantity"))
                .toList();
    }

    @Test
    void aCursorOfAnotherJobIsInvalid() {
        JobId one = new JobId("cursor-one");
        JobId other = new JobId("cursor-other");
        for (JobId id : List.of(one, other)) {
            querySide.append(
                    new JobAccepted(id, "receipts", "u", 50, List.of(1), false),
                    new PartClaimed(id, 0, "worker", UNTIL),
                    worked(id, 0, 0, failures(2, 52)));
        }
        String cursor =
                job(one, "?limit=1").body().path("failures").path("nextCursor").asString();
        assertThat(job(other, "?cursor=" + cursor).code()).isEqualTo("invalid-cursor");
    }

    @Test
    void anAsyncRequestShowsItsResponse() {
        JobId id = new JobId("async");
        querySide.append(
                new RequestAccepted(id, "POST", "/v1/locations", Map.of(), "{}"),
                new PartClaimed(id, 0, "worker", UNTIL),
                new RequestAnswered(id, 201, Map.of("location", "/v1/locations/a.b"), "{\"id\":\"a.b\"}"),
                new JobFinished(id));
        Answer answer = job(id, "");
        assertThat(answer.body().path("status").asString()).isEqualTo("finished");
        assertThat(answer.body().path("request").toString())
                .isEqualTo("{\"method\":\"POST\",\"path\":\"/v1/locations\"}");
        assertThat(answer.body().path("answer").toString())
                .isEqualTo(
                        "{\"status\":201,\"headers\":{\"location\":\"/v1/locations/a.b\"},\"body\":{\"id\":\"a.b\"}}");
        assertThat(answer.body().path("done").asInt()).isEqualTo(1);
        assertThat(answer.body().has("failures")).isFalse();
    }
}
