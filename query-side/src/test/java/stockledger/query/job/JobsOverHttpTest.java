package stockledger.query.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.registered;

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
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent.ChunkStored;
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

    @Test
    void jobsAreListedNewestFirst() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            JobId id = new JobId("listed-" + i);
            querySide.append(new JobAccepted(id, "counts", "u", 10, List.of(1), true));
            if (i == 2) {
                querySide.append(new PartClaimed(id, 0, "worker", UNTIL), new JobFinished(id));
            }
            expected.add(0, id.value());
            job(id, "");
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = querySide.get("/v1/jobs?kind=counts&limit=2" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.body().path("items").forEach(item -> listed.add(item.path("id").asString()));
            String next = page.body().path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(expected);
        Answer finished = querySide.get("/v1/jobs?kind=counts&status=finished");
        assertThat(finished.body().path("items")).hasSize(1);
        assertThat(finished.body().at("/items/0/id").asString()).isEqualTo("listed-2");
        assertThat(querySide.get("/v1/jobs?status=broken").code()).isEqualTo("validation-failed");
    }

    /** The formula is no formula in a spreadsheet; an upload reads it as it was. */
    @Test
    void failedRowsAreAFileThatCanBeSentAgain() {
        JobId id = new JobId("failed-rows");
        querySide.append(
                new ChunkStored(
                        "failing",
                        0,
                        0,
                        List.of(
                                StoredRow.of(2, "{\"sku\":\"A\",\"quantity\":1,\"reference\":\"PO 1\"}"),
                                StoredRow.of(3, "{\"sku\":\"B\",\"quantity\":-2,\"price\":{\"amount\":\"1.00\"}}"),
                                StoredRow.unreadable(4, null, "row-too-long", "The row exceeds the maximum length."))),
                new ChunkStored(
                        "failing",
                        1,
                        0,
                        List.of(StoredRow.of(5, "{\"sku\":\"=C\",\"images\":[\"x\",\"y,z\"],\"note\":null}"))),
                new JobAccepted(id, "products", "failing", 4, List.of(1, 1), false),
                new ChunkWorked(id, 0, 0, "worker", 1, failures(3, 5), UNTIL),
                new ChunkWorked(id, 1, 0, "worker", 0, failures(5, 6), UNTIL),
                new JobFinished(id));
        job(id, "");
        String path = "/v1/jobs/" + id + "/failed-rows";

        Answer lines = querySide.get(path);
        assertThat(lines.text()).isEqualTo("""
                        {"sku":"B","quantity":-2,"price":{"amount":"1.00"}}
                        {"sku":"=C","images":["x","y,z"],"note":null}
                        """);
        assertThat(lines.header("Content-Type")).isEqualTo("application/x-ndjson");
        Answer table = querySide.get(path, "Accept", "text/csv");
        assertThat(table.text())
                .isEqualTo("sku,quantity,reference,price.amount,images\r\n" + "B,-2,,1.00,\r\n'=C,,,,\"x y,z\"\r\n");
        assertThat(table.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
        assertThat(table.header("Content-Disposition")).contains("products-failed-rows-failed-rows.csv");
        assertThat(querySide.get(path, "Accept", "application/json").status()).isEqualTo(406);
        assertThat(querySide
                        .get("/v1/jobs/none/failed-rows", "Accept", "text/csv")
                        .code())
                .isEqualTo("job-not-found");
        querySide.append(new JobAccepted(new JobId("clean"), "counts", "none", 1, List.of(1), false));
        job(new JobId("clean"), "");
        assertThat(querySide.get("/v1/jobs/clean/failed-rows").code()).isEqualTo("failed-rows-not-found");
    }

    /** Below the columns of the upload: the empty ones, too, and in their order. */
    @Test
    void rowsOfCsvThatCouldNotBeParsedHaveTheirOwnCells() {
        String path = failed(
                "unparsed-csv",
                StoredRow.of(2, "{\"name\":\"=1\",\"price\":{\"amount\":\"x\"}}"),
                StoredRow.unreadable(3, "[[\"sku\",\"name\",\"price.amount\"],[\"A\",\"b,c\"]]", "wrong-columns", "2"),
                StoredRow.unreadable(4, "[[\"A\",\"=2\",\"3\",\"\"]]", "wrong-columns", "4"));

        assertThat(querySide.get(path, "Accept", "text/csv").text())
                .isEqualTo("sku,name,price.amount\r\n,'=1,x\r\nA,\"b,c\"\r\nA,'=2,3,\r\n");
        assertThat(querySide.get(path).text()).isEqualTo("""
                        {"name":"=1","price":{"amount":"x"}}
                        ["A","b,c"]
                        ["A","=2","3",""]
                        """);
    }

    @Test
    void linesOfNdjsonThatCouldNotBeParsedAreAsSent() {
        String path = failed(
                "unparsed-ndjson",
                StoredRow.of(2, "{\"sku\":\"A\",\"quantity\":0}"),
                StoredRow.unreadable(3, "\"{\\\"sku\\\":\\\"A\\\",\"", "malformed-json", "no object"));

        assertThat(querySide.get(path).text()).isEqualTo("{\"sku\":\"A\",\"quantity\":0}\n{\"sku\":\"A\",\n");
        assertThat(querySide.get(path, "Accept", "text/csv").text())
                .isEqualTo("sku,quantity\r\nA,0\r\n\"{\"\"sku\"\":\"\"A\"\",\"\r\n");
    }

    /** The address of the failed rows of a job whose rows, from line 2 on, all fail. */
    private static String failed(String name, StoredRow... rows) {
        JobId id = new JobId(name);
        querySide.append(
                new ChunkStored(name, 0, 0, List.of(rows)),
                new JobAccepted(id, "products", name, rows.length, List.of(1), false),
                new ChunkWorked(id, 0, 0, "worker", 0, failures(2, rows.length + 2), UNTIL),
                new JobFinished(id));
        job(id, "");
        return "/v1/jobs/" + id + "/failed-rows";
    }

    @Test
    void anEventOfAnUploadIsTracedToTheRequestThatSentIt() {
        querySide.append(
                Map.of("correlationId", "upload-7"),
                new JobAccepted(new JobId("traced-job"), "receipts", "traced-upload", 1, List.of(1), false));
        querySide.append(Map.of("jobRow", "traced-job/0/1"), registered("traced"));
        String found = "/v1/admin/events?stream=product:traced";
        await().until(() -> querySide.get(found).body().path("items").size() == 1);
        String id = querySide.get(found).body().at("/items/0/eventId").asString();

        Answer traced = querySide.get("/v1/admin/events/" + id);

        assertThat(traced.body().at("/command/accepted/type").asString())
                .as(traced.text())
                .isEqualTo("bulk.JobAccepted");
        assertThat(traced.body().at("/command/accepted/correlationId").asString())
                .isEqualTo("upload-7");
    }
}
