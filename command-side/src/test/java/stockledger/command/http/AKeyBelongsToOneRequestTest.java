package stockledger.command.http;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.ReplayedAnswers.assertSame;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** An idempotency key has one effect: whatever else a caller sends with it, to any instance, is refused. */
class AKeyBelongsToOneRequestTest {

    private static final int RACING = 64;
    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":7}";
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commandSide.stocked("MAIN", 100, "MUG", "CUP");
        commandSide.stocked(
                "SHOP", 0, IntStream.range(0, RACING).mapToObj(i -> "S" + i).toArray(String[]::new));
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static Answer post(int index, String path, String body, String key) {
        return send(index, "POST", path, body, key);
    }

    private static Answer send(int index, String method, String path, String body, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Idempotency-Key";
        all[1] = key;
        return commandSide.send(index, method, path, "application/json", body, all);
    }

    private static void assertReused(Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("idempotency-key-reused");
    }

    private static void assertReplayed(Answer answer, Answer first) {
        assertSame(answer, first);
        assertThat(answer.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    /** How many events a key has stored, but for units that are held and released again. */
    private static long stored(String key) {
        return commandSide
                .read(
                        "SELECT count(*) FROM DomainEventEntry WHERE payloadType NOT IN ('stock.UnitsHeld',"
                                + " 'stock.HoldReleased') AND convert_from(metaData, 'UTF8')::json ->> 'idempotencyKey' = ?",
                        row -> row.getLong(1),
                        key)
                .get(0);
    }

    private static void assertOneEffect(String key, String path, String first, String otherPath, String other) {
        Answer created = post(0, path, first, key);
        assertThat(created.status()).as("%s", created.body()).isBetween(200, 299);
        long stored = stored(key);
        assertReused(post(1, otherPath, other, key));
        assertReused(post(0, otherPath, other, key));
        assertThat(post(1, path, first, key).body()).isEqualTo(created.body());
        assertThat(stored(key)).isEqualTo(stored);
    }

    @Test
    void anotherSkuInTheAddress() {
        assertOneEffect("sku", "/v1/inventory/MUG/receipts", RECEIPT, "/v1/inventory/CUP/receipts", RECEIPT);
    }

    @Test
    void anotherReservationId() {
        String cart = "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG\",\"quantity\":1}]}";
        assertOneEffect("cart", "/v1/reservations", cart.formatted("A"), "/v1/reservations", cart.formatted("B"));
        assertThat(commandSide.stream("reservation:B")).isEmpty();
    }

    @Test
    void anotherReservationIdOfSeveralSkusHoldsNothing() {
        String cart = "{\"id\":\"%s\",\"lines\":[{\"sku\":\"MUG\",\"quantity\":1},{\"sku\":\"CUP\",\"quantity\":60}]}";
        Answer first = post(0, "/v1/reservations", cart.formatted("C"), "carts");
        assertThat(first.status()).isEqualTo(201);
        assertThat(commandSide.post("/v1/reservations/C/release", "{}").status())
                .isEqualTo(200);
        assertReused(post(1, "/v1/reservations", cart.formatted("D"), "carts"));
        Answer next = commandSide.post("/v1/reservations", cart.formatted("E"));
        assertThat(next.status())
                .as("nothing is held for the refused one: %s", next.body())
                .isEqualTo(201);
    }

    @Test
    void anotherSkuInTheBody() {
        String product = "{\"sku\":\"%s\",\"name\":\"New\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}";
        assertOneEffect("product", "/v1/products", product.formatted("P1"), "/v1/products", product.formatted("P2"));
        assertThat(commandSide.stream("product:P2")).isEmpty();
    }

    @Test
    void anotherLocationId() {
        String location = "{\"id\":\"%s\",\"name\":\"New\"}";
        assertOneEffect("place", "/v1/locations", location.formatted("L1"), "/v1/locations", location.formatted("L2"));
        assertThat(commandSide.stream("location:L2")).isEmpty();
    }

    @Test
    void anotherKindOfRequest() {
        assertOneEffect("kind", "/v1/inventory/MUG/receipts", RECEIPT, "/v1/products/MUG/discontinue", "{}");
    }

    @Test
    void aRequestThatWouldBeRefusedOrChangeNothing() {
        assertThat(post(0, "/v1/inventory/MUG/receipts", RECEIPT, "none").status())
                .isEqualTo(201);
        assertReused(post(1, "/v1/inventory/UNKNOWN/receipts", RECEIPT, "none"));
        assertReused(post(1, "/v1/products/CUP/reactivate", "{}", "none"));
    }

    @Test
    void aJobOfRowsOrOfOneCommand() {
        assertThat(post(0, "/v1/inventory/MUG/receipts", RECEIPT, "job").status())
                .isEqualTo(201);
        String rows = "sku,locationId,quantity\nMUG,MAIN,1\n";
        assertReused(commandSide.send(1, "POST", "/v1/bulk/receipts", "text/csv", rows, "Idempotency-Key", "job"));
        assertReused(send(1, "POST", "/v1/inventory/CUP/receipts", RECEIPT, "job", "Prefer", "respond-async"));

        Answer accepted = commandSide.send(0, "POST", "/v1/bulk/receipts", "text/csv", rows, "Idempotency-Key", "rows");
        assertThat(accepted.status()).isEqualTo(202);
        assertReused(post(1, "/v1/inventory/MUG/receipts", RECEIPT, "rows"));
        assertReplayed(
                commandSide.send(1, "POST", "/v1/bulk/receipts", "text/csv", rows, "Idempotency-Key", "rows"),
                accepted);

        Answer later = send(0, "POST", "/v1/inventory/MUG/receipts", RECEIPT, "later", "Prefer", "respond-async");
        assertThat(later.status()).isEqualTo(202);
        assertReused(post(1, "/v1/inventory/CUP/receipts", RECEIPT, "later"));
    }

    @Test
    void putAndPatchAreRepeatedToo() {
        for (String[] example : List.of(
                new String[] {"PUT", "/v1/products/MUG/price", "{\"price\":{\"amount\":\"%d.50\",\"currency\":\"GBP\"}}"
                },
                new String[] {"PUT", "/v1/inventory/MUG/policy", "{\"safetyStock\":%d}"},
                new String[] {"PATCH", "/v1/products/MUG", "{\"name\":\"Mug %d\",\"brand\":\"Kilns\"}"})) {
            String key = example[0] + example[1];
            Answer first = send(0, example[0], example[1], example[2].formatted(1), key);
            assertThat(first.status()).as(key).isEqualTo(200);
            assertThat(send(0, example[0], example[1], example[2].formatted(2), "next" + key)
                            .status())
                    .isEqualTo(200);
            long stored = stored(key);
            assertReplayed(send(1, example[0], example[1], example[2].formatted(1), key), first);
            assertReused(send(1, example[0], example[1], example[2].formatted(3), key));
            assertThat(stored(key)).as(key).isEqualTo(stored);
        }
    }

    @Test
    void bodiesAreComparedAsJson() {
        Answer first = post(0, "/v1/inventory/MUG/receipts", RECEIPT, "order");
        assertThat(first.status()).isEqualTo(201);
        assertReplayed(
                post(1, "/v1/inventory/MUG/receipts", "{ \"quantity\" : 7,\n\"locationId\":\"M\\u0041IN\" }", "order"),
                first);
        assertReused(post(1, "/v1/inventory/MUG/receipts", "{\"quantity\":7,\"locationId\":\"SHOP\"}", "order"));
    }

    @Test
    void eachCallerHasItsOwnKeys() {
        String cart = "{\"lines\":[{\"sku\":\"MUG\",\"quantity\":1}]}";
        Answer ann = send(0, "POST", "/v1/reservations", cart, "own", "X-Actor", "ann");
        Answer ben = send(1, "POST", "/v1/reservations", cart, "own", "X-Actor", "ben");
        Answer nobody = post(0, "/v1/reservations", cart, "own");
        assertThat(List.of(ann, ben, nobody)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
        });
        assertThat(ann.body().path("id")).isNotEqualTo(ben.body().path("id"));
        assertThat(send(1, "POST", "/v1/reservations", cart, "own", "X-Actor", "ann")
                        .body())
                .isEqualTo(ann.body());
        assertThat(post(1, "/v1/reservations", cart, "own").body()).isEqualTo(nobody.body());
    }

    @Test
    void aRefusedRequestUsesNoKey() {
        String tooMany = "{\"locationId\":\"MAIN\",\"delta\":-1000000,\"reason\":\"damaged\"}";
        assertThat(post(0, "/v1/inventory/MUG/adjustments", tooMany, "free").status())
                .isEqualTo(409);
        assertThat(post(1, "/v1/inventory/CUP/receipts", RECEIPT, "free").status())
                .isEqualTo(201);
    }

    @Test
    void afterARestart() {
        assertThat(post(0, "/v1/inventory/MUG/receipts", RECEIPT, "restart").status())
                .isEqualTo(201);
        commandSide.start();
        assertReused(post(commandSide.instances() - 1, "/v1/inventory/CUP/receipts", RECEIPT, "restart"));
    }

    @Test
    void ofManyAtOnceOneHasAnEffect() {
        List<Answer> answers = Concurrently.times(
                RACING, i -> post(i % 2, "/v1/inventory/S" + i + "/receipts", RECEIPT.replace("MAIN", "SHOP"), "race"));
        Map<Integer, Long> statuses = answers.stream().collect(groupingBy(Answer::status, counting()));
        assertThat(statuses).isEqualTo(Map.of(201, 1L, 422, RACING - 1L));
        assertThat(IntStream.range(0, RACING)
                        .filter(i -> !commandSide.stream("stock:S" + i).isEmpty()))
                .as("SKUs that received units")
                .hasSize(1);
    }
}
