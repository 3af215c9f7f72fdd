package stockledger.command.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** An invalid upload is refused as a whole, and no job is created. */
class InvalidBulkBodiesTest {

    private static final int MAX_ROWS = 2_000;
    private static final String HEAD = "sku,locationId,quantity\n";

    private static RunningCommandSide commandSide;
    private static JobClient rows;
    private long before;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(
                1,
                "--stockledger.command-http.max-bulk-body=1MB",
                "--stockledger.bulk.chunk-rows=10",
                "--stockledger.bulk.max-rows=" + MAX_ROWS);
        commandSide.stocked("MAIN", 0, "A");
        rows = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @BeforeEach
    void begin() {
        before = jobs();
    }

    @AfterEach
    void noJobWasAccepted() {
        assertThat(jobs()).isEqualTo(before);
    }

    private static long jobs() {
        return commandSide
                .read(
                        "SELECT count(*) FROM DomainEventEntry WHERE payloadType = 'bulk.JobAccepted'",
                        row -> row.getLong(1))
                .get(0);
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body().path("traceId").asString()).isNotBlank();
        assertThat(answer.body().path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| no-rows",
                "'\n\n'| no-rows",
                "'sku,locationId,quantity\n'| no-rows",
                "'sku,locationId,quantity\n\n\r\n'| no-rows",
                "'sku,locationId,quantity,colour\nA,MAIN,1,x\n'| unknown-column",
                "'sku,locationId,quantity,sku\nA,MAIN,1,A\n'| malformed-csv",
                "'sku,quantity\nA,1\n'| missing-column",
                "'{\"sku\":\"A\",\"locationId\":\"MAIN\",\"quantity\":1}\n'| malformed-csv",
                "'sku,locationId,quantity\nA,\"MAIN,1\n'| malformed-csv",
                "'sku,locationId,quantity\nA,\"MA\"IN,1\n'| malformed-csv"
            })
    void invalidCsv(String body, String code) {
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, body), 400, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| no-rows",
                "'\n \n'| no-rows",
                "'sku,locationId,quantity\nA,MAIN,1\n'| malformed-ndjson",
                "'[{\"sku\":\"A\"}]'| malformed-ndjson",
                "'null'| malformed-ndjson"
            })
    void invalidNdjson(String body, String code) {
        refused(rows.send("/v1/bulk/receipts", JobClient.NDJSON, body), 400, code);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json",
        "text/plain",
        "application/octet-stream",
        "multipart/form-data",
        "nonsense",
        "text/csv; charset=iso-8859-1",
        "text/csv; charset=nonsense"
    })
    void unsupportedMediaTypes(String type) {
        refused(rows.send("/v1/bulk/receipts", type, HEAD + "A,MAIN,1\n"), 415, "unsupported-media-type");
    }

    @Test
    void unsupportedContentEncodings() {
        Answer answer = rows.send("/v1/bulk/receipts", JobClient.CSV, HEAD + "A,MAIN,1\n", "Content-Encoding", "br");
        refused(answer, 415, "unsupported-media-type");
        assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip, identity");
    }

    @Test
    void unknownRowsAndInvalidDryRun() {
        refused(rows.send("/v1/bulk/colours", JobClient.CSV, HEAD + "A,MAIN,1\n"), 404, "not-found");
        for (String dryRun : new String[] {"", "yes", "TRUE", "1", "true&dryRun=true"}) {
            refused(
                    rows.send("/v1/bulk/receipts?dryRun=" + dryRun, JobClient.CSV, HEAD + "A,MAIN,1\n"),
                    400,
                    "validation-failed");
        }
        for (String misspelled : new String[] {"dryrun=true", "dry-run=true", "dryRun=true&x", "DRYRUN"}) {
            refused(
                    rows.send("/v1/bulk/receipts?" + misspelled, JobClient.CSV, HEAD + "A,MAIN,1\n"),
                    400,
                    "unknown-parameter");
        }
        assertThat(rows.send("/v1/bulk/receipts?dryRun=1", JobClient.CSV, HEAD)
                        .body()
                        .path("detail")
                        .asString())
                .contains("parameter \"dryRun\"");
        refused(commandSide.send(0, "PUT", "/v1/bulk/receipts", JobClient.CSV, "x"), 405, "method-not-allowed");
    }

    @Test
    void invalidIdempotencyKeys() {
        refused(
                rows.send("/v1/bulk/receipts", JobClient.CSV, HEAD + "A,MAIN,1\n", "Idempotency-Key", "a b"),
                400,
                "invalid-idempotency-key");
    }

    @Test
    void malformedUtf8() {
        byte[] latin = (HEAD + "A,MAIN,1\nM\u00fcG,MAIN,2\n").getBytes(StandardCharsets.ISO_8859_1);
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, latin), 400, "malformed-text");
        byte[] json = "{\"sku\":\"M\u00fcG\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        refused(rows.send("/v1/bulk/receipts", JobClient.NDJSON, json), 400, "malformed-text");
    }

    @Test
    void malformedOrTruncatedGzip() {
        refused(
                rows.send("/v1/bulk/receipts", JobClient.CSV, HEAD + "A,MAIN,1\n", "Content-Encoding", "gzip"),
                400,
                "malformed-gzip");
        byte[] compressed = JobClient.gzip((HEAD + "A,MAIN,1\n".repeat(1_000)).getBytes(StandardCharsets.UTF_8));
        for (int length : new int[] {0, 5, compressed.length / 2, compressed.length - 1}) {
            refused(
                    rows.send(
                            "/v1/bulk/receipts",
                            JobClient.CSV,
                            Arrays.copyOf(compressed, length),
                            "Content-Encoding",
                            "gzip"),
                    400,
                    "malformed-gzip");
        }
    }

    @Test
    void tooLarge() {
        String body = HEAD + "A,MAIN,1\n".repeat(120_000);
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, body), 413, "payload-too-large");
    }

    @Test
    void tooLargeOnceDecompressed() {
        byte[] large = new byte[1_100_000];
        new Random(1).nextBytes(large);
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ('a' + (large[i] & 0xf));
        }
        String body = HEAD + new String(large, StandardCharsets.US_ASCII);
        byte[] compressed = JobClient.gzip(body.getBytes(StandardCharsets.UTF_8));
        assertThat(compressed.length).isLessThan(large.length * 2 / 3);
        Answer answer = rows.send("/v1/bulk/receipts", JobClient.CSV, compressed, "Content-Encoding", "gzip");
        refused(answer, 413, "payload-too-large");
        assertThat(answer.body().path("detail").asString()).isEqualTo("The request body is too large.");
    }

    /** Of a few kilobytes that are a megabyte of rows, only the first rows are read. */
    @Test
    void compressedManyTimes() {
        for (String row : new String[] {"{\"sku\":\"" + "A".repeat(300) + "\"}\n", "\n"}) {
            byte[] bomb =
                    JobClient.gzip(("{}\n" + row.repeat(900_000 / row.length())).getBytes(StandardCharsets.UTF_8));
            assertThat(bomb.length).isLessThan(9_000);
            Answer answer = rows.send("/v1/bulk/receipts", JobClient.NDJSON, bomb, "Content-Encoding", "gzip");
            refused(answer, 413, "payload-too-large");
            assertThat(answer.body().path("detail").asString()).contains("more than 100 times as large");
        }
    }

    @Test
    void moreRowsThanAJobMayHave() {
        String most = "{}\n".repeat(MAX_ROWS + 1);
        Answer answer = rows.send("/v1/bulk/receipts", JobClient.NDJSON, most);
        refused(answer, 413, "too-many-rows");
        assertThat(answer.body().path("detail").asString()).contains("more than " + MAX_ROWS + " rows");
    }

    @Test
    void unclosedQuote() {
        for (String rest : new String[] {
            "", "A,MAIN,1\n", "A,MAIN,1\n".repeat(20_000), "A,\"MAIN\",1\n", "A,\"two\nlines\",1\nA,MAIN,1\n"
        }) {
            Answer answer = rows.send("/v1/bulk/receipts", JobClient.CSV, HEAD + "A,MAIN,1\n" + "A,\"MAIN,1\n" + rest);
            refused(answer, 400, "malformed-csv");
            assertThat(answer.body().path("detail").asString()).contains("begins at line 3 ");
        }
    }

    @Test
    void theHeadingOfAFileWithSemicolons() {
        Answer answer = rows.send("/v1/bulk/receipts", JobClient.CSV, "sku;locationId;quantity;colour\nA;MAIN;1;red\n");
        refused(answer, 400, "unknown-column");
        assertThat(answer.body().path("detail").asString()).contains("semicolons", "\"colour\"");
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, "sku;quantity\nA;1\n"), 400, "missing-column");
    }

    @Test
    void anOverlongHeading() {
        String heading = "sku,locationId,quantity," + "x".repeat(70_000);
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, heading + "\nA,MAIN,1,2\n"), 400, "row-too-long");
    }

    /** The places for uploads are four. */
    @Test
    void aSlowUploadGivesItsPlaceToAnother() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket("127.0.0.1", commandSide.port(0));
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST /v1/bulk/receipts HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
                                        + "Content-Length: 1000\r\n\r\n" + HEAD)
                                .getBytes(StandardCharsets.US_ASCII));
            }
            MeterRegistry meters = commandSide.instance(0).getBean(MeterRegistry.class);
            Awaitility.await()
                    .until(() ->
                            meters.get("stockledger.callers.waiting").gauge().value() == slow.size());
            Awaitility.await()
                    .untilAsserted(() -> refused(rows.send("/v1/bulk/receipts", JobClient.CSV, HEAD), 400, "no-rows"));
            assertThat(meters.get("stockledger.callers.ended")
                            .tag("outcome", "late")
                            .counter()
                            .count())
                    .isPositive();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void brokenConnection() throws IOException {
        long chunks = chunks();
        try (Socket socket = new Socket("127.0.0.1", commandSide.port(0))) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/bulk/receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                            + "Content-Length: 900000\r\n\r\n" + HEAD + "A,MAIN,1\n".repeat(10_000))
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            Awaitility.await().until(() -> chunks() > chunks);
        }
        // Reads of the broken connection end at once: the next upload is accepted.
        refused(rows.send("/v1/bulk/receipts", JobClient.CSV, ""), 400, "no-rows");
    }

    private static long chunks() {
        return commandSide
                .read(
                        "SELECT count(*) FROM DomainEventEntry WHERE payloadType = 'bulk.ChunkStored'",
                        row -> row.getLong(1))
                .get(0);
    }
}
