package stockledger.command.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each row either has the effect of the single command or fails with its code. */
class RowsAreExecutedTest {

    private static final Map<Integer, String> WHY = Map.ofEntries(
            Map.entry(2, "wrong-type"),
            Map.entry(3, "validation-failed"),
            Map.entry(4, "validation-failed"),
            Map.entry(5, "unknown-field"),
            Map.entry(6, "product-not-found"),
            Map.entry(7, "location-not-found"),
            Map.entry(8, "validation-failed"),
            Map.entry(9, "validation-failed"),
            Map.entry(10, "malformed-json"),
            Map.entry(11, "malformed-json"),
            Map.entry(12, "wrong-type"),
            Map.entry(13, "malformed-json"),
            Map.entry(14, "validation-failed"),
            Map.entry(15, "validation-failed"),
            Map.entry(16, "malformed-json"),
            Map.entry(17, "validation-failed"));

    private static RunningCommandSide commandSide;
    private static JobClient rows;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1, "--stockledger.bulk.chunk-rows=7", "--stockledger.bulk.partitions=3");
        commandSide.stocked("MAIN", 0, "A", "B", "C");
        rows = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static void product(String... skus) {
        for (String sku : skus) {
            commandSide.post(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"Thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                            .formatted(sku));
        }
    }

    @Test
    void receiptsInCsv() {
        product("CSV-1", "CSV-2");
        String csv = "\ufefflocationId,sku,reference,quantity\r\n"
                + "MAIN,CSV-1,\"note \"\"1\"\", left\",5\r\n"
                + "\r\n"
                + "MAIN,CSV-2,,6\r\n"
                + "MAIN,CSV-1,\"two\nlines\",7\r\n"
                // As a download of failed rows writes a formula.
                + "MAIN,CSV-2,'=last,8";

        JobClient.EndedJob ended =
                rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv, "X-Actor", "anna"));

        assertThat(ended.failures()).isEmpty();
        assertThat(ended.done()).isEqualTo(4);
        assertThat(rows.received("CSV-1")).containsExactly(5L, 7L);
        assertThat(rows.received("CSV-2")).containsExactly(6L, 8L);
        Stored first = commandSide.stream("stock:CSV-1").get(0);
        assertThat(first.payload().path("reference").asString()).isEqualTo("note \"1\", left");
        assertThat(first.metaData().path("actor").asString()).isEqualTo("anna");
        assertThat(first.metaData().path("jobRow").asString()).endsWith("/0/2");
        assertThat(commandSide.stream("stock:CSV-1")
                        .get(1)
                        .metaData()
                        .path("jobRow")
                        .asString())
                .endsWith("/5");
        assertThat(commandSide.stream("stock:CSV-2")
                        .get(1)
                        .payload()
                        .path("reference")
                        .asString())
                .isEqualTo("=last");
    }

    @Test
    void receiptsInNdjson() {
        product("ND-1");
        String ndjson = """
                {"sku":"ND-1","locationId":"MAIN","quantity":5}

                {"sku":"ND-1","locationId":"MAIN","quantity":6,"reference":"note"}
                """;
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.NDJSON, ndjson));
        assertThat(ended.done()).isEqualTo(2);
        assertThat(rows.received("ND-1")).containsExactly(5L, 6L);
    }

    @Test
    void rowsInGzip() {
        product("GZ-1");
        byte[] compressed = JobClient.gzip("sku,locationId,quantity\nGZ-1,MAIN,5\n".getBytes(StandardCharsets.UTF_8));
        Answer answer = rows.send("/v1/bulk/receipts", JobClient.CSV, compressed, "Content-Encoding", "gzip");
        assertThat(rows.awaitEnd(JobClient.idOf(answer)).done()).isEqualTo(1);
        assertThat(rows.received("GZ-1")).containsExactly(5L);
    }

    @Test
    void anInvalidRowFailsAlone() {
        product("W-1");
        String ndjson = """
                {"sku":"W-1","locationId":"MAIN","quantity":1}
                {"sku":"W-1","locationId":"MAIN","quantity":"2"}
                {"sku":"W-1","locationId":"MAIN","quantity":0}
                {"sku":"W-1","locationId":"MAIN"}
                {"sku":"W-1","locationId":"MAIN","quantity":5,"colour":"blue"}
                {"sku":"NOBODY","locationId":"MAIN","quantity":6}
                {"sku":"W-1","locationId":"NOWHERE","quantity":7}
                {"sku":"a b","locationId":"MAIN","quantity":8}
                {"locationId":"MAIN","quantity":9}
                nonsense
                [1]
                {"sku":5,"locationId":"MAIN","quantity":12}
                {"sku":"W-1","sku":"W-1","locationId":"MAIN","quantity":13}
                {"sku":"W-1","locationId":"MAIN","quantity":14,"reference":"%s"}
                {"sku":"W-1","locationId":"MAIN","quantity":15,"reference":"\\ud800"}
                {"sku":"W-1","locationId":"MAIN","quantity":16} {}
                {"sku":"W-1","locationId":"MAIN","quantity":18,"reference":"a\\u0000b"}
                {"sku":"W-1","locationId":"MAIN","quantity":17}
                """.formatted("x".repeat(201));
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.NDJSON, ndjson));
        assertThat(rows.received("W-1")).containsExactly(1L, 17L);
        assertThat(ended.done()).isEqualTo(2);
        assertThat(ended.failures()).isEqualTo(WHY);
    }

    /** As JSON that is no object: whatever it says, it is not executed. */
    @Test
    void theContentOfRowsThatCannotBeParsedIsStored() {
        String csv = "sku;locationId;quantity\nA;MAIN\nA;MAIN;'=1;\"a;b\"\n\"{\"\"sku\"\":\"\"A\"\"}\"\n";
        assertThat(unparsed(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv)))
                .containsExactly(
                        "[[\"sku\",\"locationId\",\"quantity\"],[\"A\",\"MAIN\"]]",
                        "[[\"A\",\"MAIN\",\"=1\",\"a;b\"]]",
                        "[[\"{\\\"sku\\\":\\\"A\\\"}\"]]");
        String ndjson = "{}\n {\"sku\":\"A\"\n[1]\n";
        assertThat(unparsed(rows.sendAccepted("/v1/bulk/receipts", JobClient.NDJSON, ndjson)))
                .containsExactly("\"{\\\"sku\\\":\\\"A\\\"\"", "\"[1]\"");
    }

    /** Of a job of one chunk, all of whose rows fail. */
    private static List<String> unparsed(String job) {
        assertThat(rows.awaitEnd(job).done()).isZero();
        String upload =
                commandSide.stream("job:" + job).get(0).payload().path("upload").asString();
        return commandSide.stream("chunk:" + upload + ":0.0")
                .get(0)
                .payload()
                .path("rows")
                .valueStream()
                .filter(row -> row.has("code"))
                .map(row -> row.path("json").asString())
                .toList();
    }

    @Test
    void anInvalidCsvRowFailsAlone() {
        product("WC-1");
        String csv = "sku,locationId,quantity\n"
                + "WC-1,MAIN,1\n"
                + "WC-1,MAIN\n"
                + "WC-1,MAIN,3,more\n"
                + "WC-1,MAIN,four\n"
                + "WC-1,MAIN,05\n"
                + "WC-1,MAIN,6.5\n"
                + "WC-1,MAIN,\n"
                + "WC-1,MAIN,99999999999999999999999\n"
                + "WC-1,MAIN,9\n";
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv));
        assertThat(rows.received("WC-1")).containsExactly(1L, 9L);
        assertThat(ended.failures())
                .isEqualTo(Map.of(
                        3, "wrong-columns",
                        4, "wrong-columns",
                        5, "wrong-type",
                        6, "wrong-type",
                        7, "wrong-type",
                        8, "validation-failed",
                        9, "validation-failed"));
    }

    @Test
    void anOverlongRowFailsAlone() {
        product("OL-1");
        String overlong = "x".repeat(70_000);
        String csv = "sku,locationId,quantity,reference\n"
                + "OL-1,MAIN,1,first\n"
                + "OL-1,MAIN,2," + overlong + "\n"
                + "OL-1,MAIN,3,\"" + overlong + "\nwith a \"\"second\"\" line, and a comma\"\r\n"
                + "\n"
                + "OL-1,MAIN,7,\"two\r\nlines\"\n"
                + overlong + ",MAIN,9,x\n"
                + "OL-1,MAIN,10,last";
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv));
        assertThat(ended.failures()).isEqualTo(Map.of(3, "row-too-long", 4, "row-too-long", 9, "row-too-long"));
        assertThat(rows.received("OL-1")).containsExactly(1L, 7L, 10L);
        assertThat(ended.reason(4)).contains("65536 characters");
        String ndjson = "{\"sku\":\"OL-1\",\"reference\":\"" + overlong + "\"}\n";
        JobClient.EndedJob refused = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.NDJSON, ndjson));
        assertThat(refused.reason(1)).contains("65536 characters");
    }

    @Test
    void semicolonsAndTabsSeparateColumnsAsWell() {
        product("SEMI", "TABS");
        String csv = "sku;locationId;quantity;reference\r\nSEMI;MAIN;4;\"a;b,c\"\r\n";
        String tabs = "\"sku\"\tlocationId\tquantity\treference\nTABS\tMAIN\t5\ta;b,c\n";
        assertThat(rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv))
                        .failures())
                .isEmpty();
        assertThat(rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, tabs))
                        .failures())
                .isEmpty();
        for (String sku : List.of("SEMI", "TABS")) {
            assertThat(commandSide.stream("stock:" + sku)
                            .get(0)
                            .payload()
                            .path("reference")
                            .asString())
                    .isEqualTo("a;b,c");
        }
    }

    @Test
    void aFailedRowNamesTheWrongValue() {
        product("WHY-1");
        String csv = "sku,locationId,quantity\nWHY-1,MAIN,four\nWHY-1,MAIN,0\nWHY-1,NOWHERE,1\nWHY 2,MAIN,1\n"
                + "NOBODY,MAIN,2\n";
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv));
        assertThat(ended.reason(2)).startsWith("quantity \"four\": ");
        assertThat(ended.reason(3)).startsWith("quantity 0: ");
        assertThat(ended.reason(4)).contains("NOWHERE");
        assertThat(ended.reason(5)).startsWith("sku \"WHY 2\": ");
        assertThat(ended.reason(6)).contains("NOBODY");
    }

    @Test
    void aCountWithoutATimeIsOfTheTimeOfItsUpload() {
        product("COUNT");
        String csv = "sku,locationId,counted\nCOUNT,MAIN,10\n";
        String job = rows.sendAccepted("/v1/bulk/counts", JobClient.CSV, csv);
        commandSide.post("/v1/inventory/COUNT/receipts", "{\"locationId\":\"MAIN\",\"quantity\":5}");
        assertThat(rows.awaitEnd(job).failures()).isEmpty();
        String accepted = commandSide
                .read(
                        "SELECT timeStamp FROM DomainEventEntry WHERE aggregateIdentifier = ? AND sequenceNumber = 0",
                        row -> row.getString(1),
                        "job:" + job)
                .get(0);
        assertThat(commandSide.stream("stock:COUNT"))
                .filteredOn(event -> event.type().equals("stock.StockCounted"))
                .singleElement()
                .satisfies(count -> assertThat(
                                Instant.parse(count.payload().path("countedAt").asString()))
                        .isEqualTo(Instant.parse(accepted)));
        assertThat(commandSide
                        .post("/v1/inventory/COUNT/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}")
                        .body()
                        .path("onHand")
                        .asInt())
                .isEqualTo(16);
    }

    @Test
    void adjustmentsAreExecutedInTheOrderOfTheirLines() {
        product("ADJ");
        String csv = "sku,locationId,delta,reason\n"
                + "ADJ,MAIN,-1,correction\n"
                + "ADJ,MAIN,5,found\n"
                + "ADJ,MAIN,-5,damaged\n"
                + "ADJ,MAIN,-1,damaged\n"
                + "ADJ,MAIN,0,found\n"
                + "ADJ,MAIN,1,because\n";
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/adjustments", JobClient.CSV, csv));
        assertThat(ended.failures())
                .isEqualTo(Map.of(
                        2, "insufficient-stock",
                        5, "insufficient-stock",
                        6, "validation-failed",
                        7, "wrong-type"));
        assertThat(commandSide.stream("stock:ADJ").stream()
                        .filter(event -> event.type().equals("stock.StockAdjusted"))
                        .map(event -> event.payload().path("delta").asLong()))
                .containsExactly(5L, -5L);
    }

    @Test
    void manyRowsOfOneSkuKeepTheirOrderOverChunks() {
        product("LONG", "OTHER");
        StringBuilder csv = new StringBuilder("sku,locationId,quantity\n");
        IntStream.rangeClosed(1, 500)
                .forEach(i -> csv.append(i % 5 == 0 ? "OTHER" : "LONG")
                        .append(",MAIN,")
                        .append(i)
                        .append('\n'));
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv.toString()));
        assertThat(ended.done()).isEqualTo(500);
        assertThat(rows.received("LONG"))
                .isEqualTo(LongStream.rangeClosed(1, 500)
                        .filter(i -> i % 5 != 0)
                        .boxed()
                        .toList());
        assertThat(rows.received("OTHER"))
                .isEqualTo(LongStream.rangeClosed(1, 500)
                        .filter(i -> i % 5 == 0)
                        .boxed()
                        .toList());
    }

    @Test
    void anAttributeMayBeTheFirstColumn() {
        String semicolons = "attributes.size;sku;name;price.amount;price.currency\nXL;AF-1;Shirt;12.50;GBP\n";
        String commas = "attributes.a;b,sku,name,price.amount,price.currency\nXL,AF-2,Shirt,12.50,GBP\n";
        for (String csv : List.of(semicolons, commas)) {
            JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/products", JobClient.CSV, csv));
            assertThat(ended.failures()).isEmpty();
        }
        Stored first = commandSide.stream("product:AF-1").get(0);
        assertThat(first.payload().path("attributes").toString()).isEqualTo("{\"size\":\"XL\"}");
        Stored second = commandSide.stream("product:AF-2").get(0);
        assertThat(second.payload().path("attributes").toString()).isEqualTo("{\"a;b\":\"XL\"}");
    }

    @Test
    void productsInCsv() {
        String csv = "sku,name,price.amount,price.currency,category,attributes.colour,attributes.size.of it,images\n"
                + "P-1,Mug,12.50,GBP,Kitchen/Mugs,blue,3,https://a.example/1 https://a.example/2\n"
                + "P-1,Mug again,12.50,GBP,,,,\n"
                + "P-2,\" \",12.50,GBP,,,,\n"
                + "P-3,Cup,much,GBP,,,,\n"
                + "P-4,Cup,9.00,GBP,,,,\n"
                + "P-5,Cup,1200.00,JPY,,,,\nP-6,Cup,9.505,GBP,,,,\n"
                + "P-7,Cup,9.00,XAU,,,,\nP-8,C\0up,9.00,GBP,,,,\n"
                + "P-9,Cup,9.00,GBP,,b\0lue,,\nP-10,Cup,1.234,KWD,,,,\n";
        JobClient.EndedJob ended = rows.awaitEnd(rows.sendAccepted("/v1/bulk/products", JobClient.CSV, csv));
        Map<Integer, String> wrong = new HashMap<>(Map.of(3, "product-exists"));
        List.of(4, 5, 8, 9, 10, 11).forEach(line -> wrong.put(line, "validation-failed"));
        assertThat(ended.failures()).isEqualTo(wrong);
        assertThat(ended.done()).isEqualTo(4);
        Stored mug = commandSide.stream("product:P-1").get(0);
        assertThat(mug.payload().path("attributes").toString()).isEqualTo("{\"colour\":\"blue\",\"size.of it\":\"3\"}");
        assertThat(mug.payload().path("images").size()).isEqualTo(2);
        assertThat(commandSide.stream("product:P-4")).hasSize(1);
    }

    @Test
    void aDryRunChecksEveryRowAndAppliesNone() {
        product("DRY");
        String csv = "sku,locationId,quantity\nDRY,MAIN,1\nDRY,MAIN,x\nNOBODY,MAIN,3\n";
        JobClient.EndedJob ended =
                rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts?dryRun=true", JobClient.CSV, csv));
        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.failures()).isEqualTo(Map.of(3, "wrong-type", 4, "product-not-found"));
        assertThat(commandSide.stream("stock:DRY")).isEmpty();
    }

    @Test
    void aRepetitionWithItsKeyIsTheSameJob() {
        product("KEY");
        String csv = "sku,locationId,quantity\nKEY,MAIN,4\n";
        Answer first = rows.send("/v1/bulk/receipts", JobClient.CSV, csv, "Idempotency-Key", "k-1");
        String job = JobClient.idOf(first);
        rows.awaitEnd(job);
        Answer again = rows.send("/v1/bulk/receipts", JobClient.CSV, csv, "Idempotency-Key", "k-1");
        assertThat(JobClient.idOf(again)).isEqualTo(job);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        Answer other = rows.send("/v1/bulk/receipts", JobClient.CSV, csv + "KEY,MAIN,5\n", "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        assertThat(rows.received("KEY")).containsExactly(4L);
    }

    @Test
    void aJobIsCancelledOnce() {
        product("CAN");
        String job = rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, "sku,locationId,quantity\nCAN,MAIN,4\n");
        rows.awaitEnd(job);
        Answer late = commandSide.post("/v1/jobs/" + job + "/cancel", "{}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.code()).isEqualTo("job-finished");
        Answer unknown = commandSide.post("/v1/jobs/nobody/cancel", "{}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("job-not-found");
    }

    @Test
    void theSnapshotDoesNotGrowWithTheRows() {
        product("SNAP");
        StringBuilder csv = new StringBuilder("sku,locationId,quantity\n");
        IntStream.range(0, 450).forEach(i -> csv.append("SNAP,MAIN,1\n"));
        rows.awaitEnd(rows.sendAccepted("/v1/bulk/receipts", JobClient.CSV, csv.toString()));
        commandSide.post("/v1/inventory/SNAP/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        List<JsonNode> snapshots = Awaitility.await()
                .until(
                        () -> commandSide.read(
                                "SELECT payload FROM SnapshotEventEntry WHERE aggregateIdentifier = ?",
                                row -> json(row.getBytes(1)),
                                "stock:SNAP"),
                        found -> !found.isEmpty());
        assertThat(snapshots)
                .allSatisfy(snapshot -> assertThat(snapshot.path("keys").toString())
                        .as("what is remembered of jobs")
                        .contains("\"byJob\"")
                        .hasSizeLessThan(1_000));
    }

    /** Snapshots above some kilobytes are stored as gzip. */
    private static JsonNode json(byte[] snapshot) {
        JsonMapper mapper = new JsonMapper();
        if (snapshot[0] == '{') {
            return mapper.readTree(snapshot);
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(snapshot))) {
            return mapper.readTree(gzip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
