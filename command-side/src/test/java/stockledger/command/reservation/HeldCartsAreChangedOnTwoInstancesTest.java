package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;

/**
 * The lines of a held reservation are replaced whole or not at all, and an expired one is confirmed if its units are free, also
 * when both instances, expiry and other carts compete.
 */
class HeldCartsAreChangedOnTwoInstancesTest {

    private static final int ALL = 64;
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        // Long enough on a busy machine for every conflict with the other instance to be retried.
        commandSide = new RunningCommandSide(2, "--stockledger.dispatch.retry-timeout=30s");
        commandSide.stocked("MAIN", 0);
        assertThat(commandSide
                        .post("/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void unitsThatStayAreKeptAndOthersAreHeldOrReleased() {
        stocked(5, "KEEP", "DROP", "ADD");
        hold("edit-1", 600, Map.of("KEEP", 3, "DROP", 2));

        Answer more = replace(1, "edit-1", Map.of("KEEP", 5, "ADD", 1));
        assertThat(more.status()).isEqualTo(200);
        assertThat(more.body().path("status").asString()).isEqualTo("held");
        assertThat(units(more.body())).isEqualTo(Map.of("KEEP", 5L, "ADD", 1L));
        assertThat(types("stock:KEEP")).doesNotContain("stock.HoldReleased", "stock.HoldReduced");
        assertThat(StoredClaims.of(commandSide, "DROP").open()).isEmpty();

        Answer less = replace(0, "edit-1", Map.of("KEEP", 1));
        assertThat(units(less.body())).isEqualTo(Map.of("KEEP", 1L));
        assertThat(StoredClaims.of(commandSide, "KEEP").open()).isEqualTo(Map.of("edit-1", 1L));
        assertThat(StoredClaims.of(commandSide, "ADD").open()).isEmpty();

        Answer confirmed = commandSide.post(1, "/v1/reservations/edit-1/confirm", "{}");
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(confirmed.body().has("expiresAt"))
                .as("what is confirmed does not expire")
                .isFalse();
        assertThat(types("stock:KEEP")).endsWith("stock.UnitsAllocated");
        assertThat(replace(0, "edit-1", Map.of("KEEP", 2)).code()).isEqualTo("reservation-not-held");
    }

    @Test
    void unitsMoveToANamedLocation() {
        stocked(5, "MOVED");
        receive("MOVED", "SHOP", 2);
        hold("moved", 600, Map.of("MOVED", 3));

        Answer moved = commandSide.send(
                1,
                "PUT",
                "/v1/reservations/moved/lines",
                "application/json",
                "{\"lines\":[{\"sku\":\"MOVED\",\"quantity\":2,\"locationId\":\"SHOP\"},{\"sku\":\"MOVED\",\"quantity\":1}]}");

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.body().path("lines").path(0).path("allocations").toString())
                .isEqualTo("[{\"locationId\":\"MAIN\",\"quantity\":1},{\"locationId\":\"SHOP\",\"quantity\":2}]");
        assertThat(StoredClaims.of(commandSide, "MOVED").open()).isEqualTo(Map.of("moved", 3L));
    }

    @Test
    void aShortageChangesNothingAndCountsKeptUnitsAsAvailable() {
        stocked(5, "SHORT-A", "SHORT-B");
        hold("short", 600, Map.of("SHORT-A", 3));

        Answer refused = replace(1, "short", Map.of("SHORT-A", 9, "SHORT-B", 2));

        assertThat(refused.code()).isEqualTo("insufficient-stock");
        assertThat(refused.body().path("shortages").toString())
                .isEqualTo("[{\"sku\":\"SHORT-A\",\"requested\":9,\"available\":5}]");
        assertThat(types("reservation:short")).containsExactly("reservation.ReservationHeld");
        assertThat(StoredClaims.of(commandSide, "SHORT-A").open()).isEqualTo(Map.of("short", 3L));
        assertThat(StoredClaims.of(commandSide, "SHORT-B").open()).isEmpty();
    }

    @Test
    void theSameLinesAgainChangeNothing() {
        stocked(5, "SAME");
        hold("same", 600, Map.of("SAME", 3));
        long events = commandSide.events();

        assertThat(replace(1, "same", Map.of("SAME", 3)).status()).isEqualTo(200);
        assertThat(commandSide.events()).isEqualTo(events);
    }

    @Test
    void underOneKeyLinesAreReplacedOnce() {
        stocked(9, "KEYED");
        hold("keyed", 600, Map.of("KEYED", 1));
        Answer first = replaceUnderKey(0, "keyed", 3);
        assertThat(replace(1, "keyed", Map.of("KEYED", 5)).status()).isEqualTo(200);

        Answer again = replaceUnderKey(1, "keyed", 3);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(StoredClaims.of(commandSide, "KEYED").open()).isEqualTo(Map.of("keyed", 5L));
        assertThat(replaceUnderKey(0, "keyed", 4).code()).isEqualTo("idempotency-key-reused");
    }

    private static Answer replaceUnderKey(int instance, String id, int units) {
        return commandSide.send(
                instance,
                "PUT",
                "/v1/reservations/" + id + "/lines",
                "application/json",
                "{\"lines\":[{\"sku\":\"KEYED\",\"quantity\":%d}]}".formatted(units),
                "Idempotency-Key",
                "edit-1");
    }

    @Test
    void ofConcurrentReplacementsEachIsWholeAndTheLastRecordedOneStays() {
        stocked(40, "EDIT-A", "EDIT-B", "EDIT-C");
        hold("edits", 600, Map.of("EDIT-A", 2));
        long seed = Long.getLong("stockledger.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Map<String, Integer>> wanted = new ArrayList<>();
        for (int i = 0; i < ALL; i++) {
            wanted.add(Carts.random(List.of("EDIT-A", "EDIT-B", "EDIT-C"), 2, random));
        }

        List<Answer> answers = Concurrently.times(ALL, i -> replace(i % 2, "edits", wanted.get(i)));

        for (int i = 0; i < ALL; i++) {
            Answer answer = answers.get(i);
            assertThat(answer.status()).as("seed %s: %s", seed, answer.body()).isIn(200, 503);
            if (answer.status() == 200) {
                Map<String, Long> asked = new TreeMap<>();
                wanted.get(i).forEach((sku, units) -> asked.put(sku, (long) units));
                assertThat(units(answer.body())).as("seed %s", seed).isEqualTo(asked);
            }
        }
        assertThat(answers).as("seed %s", seed).anyMatch(answer -> answer.status() == 200);
        awaitStockOf("edits", seed, "EDIT-A", "EDIT-B", "EDIT-C");
    }

    @Test
    void aReplacementThatCompetesWithTheExpiryLeavesNothingHeld() {
        stocked(1_000, "DUE-A", "DUE-B");
        int carts = ALL / 2;
        IntStream.range(0, carts).forEach(i -> hold("due-" + i, 1, Map.of("DUE-A", 1)));
        long seed = Long.getLong("stockledger.seed", System.nanoTime());

        Concurrently.times(ALL, i -> {
            Random random = new Random(seed + i);
            Answer answer;
            do {
                answer = replace(i % 2, "due-" + i / 2, Carts.random(List.of("DUE-A", "DUE-B"), 1, random));
                assertThat(answer.status())
                        .as("seed %s: %s", seed, answer.body())
                        .isIn(200, 409, 503);
            } while (answer.status() != 409);
            assertThat(answer.code()).as("seed %s", seed).isEqualTo("reservation-expired");
            return answer;
        });

        for (String sku : List.of("DUE-A", "DUE-B")) {
            await().untilAsserted(
                            () -> assertThat(StoredClaims.of(commandSide, sku).open())
                                    .as("seed %s", seed)
                                    .isEmpty());
        }
    }

    @Test
    void aLateConfirmationCompetesWithTheExpiryAndIsHeldOnce() {
        stocked(1_000, "LATE-A", "LATE-B");
        int carts = ALL / 2;
        Map<String, Integer> cart = Map.of("LATE-A", 2, "LATE-B", 1);
        IntStream.range(0, carts / 2).forEach(i -> hold("late-" + i, 1, cart));
        IntStream.range(0, carts / 2)
                .forEach(i -> await().untilAsserted(() ->
                        assertThat(types("reservation:late-" + i)).endsWith("reservation.ReservationExpired")));
        IntStream.range(carts / 2, carts).forEach(i -> hold("late-" + i, 1, cart));

        List<Answer> answers = Concurrently.times(ALL, i -> confirmLate(i % 2, "late-" + i / 2));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.status()).as(answer.body().toString()).isIn(200, 503));
        for (int i = 0; i < carts; i++) {
            assertThat(confirmLate(0, "late-" + i).body().path("status").asString())
                    .isEqualTo("confirmed");
        }
        Map<String, Long> expected =
                IntStream.range(0, carts).boxed().collect(Collectors.toMap(i -> "late-" + i, i -> 2L));
        await().untilAsserted(() ->
                assertThat(StoredClaims.of(commandSide, "LATE-A").open()).isEqualTo(expected));
        assertThat(StoredClaims.of(commandSide, "LATE-B").open().keySet()).isEqualTo(expected.keySet());
    }

    @Test
    void aLateConfirmationAndAnotherCartNeverGetTheSameUnit() {
        int carts = ALL / 2;
        List<String> skus = IntStream.range(0, carts).mapToObj(i -> "LAST-" + i).toList();
        stocked(1, skus.toArray(String[]::new));
        for (int i = 0; i < carts; i++) {
            hold("last-" + i, 1, Map.of(skus.get(i), 1));
        }
        for (int i = 0; i < carts; i++) {
            String stream = "reservation:last-" + i;
            await().untilAsserted(() -> assertThat(types(stream)).endsWith("reservation.ReservationExpired"));
        }

        List<Answer> answers = Concurrently.times(
                ALL,
                i -> i < carts
                        ? confirmLate(i % 2, "last-" + i)
                        : commandSide.post(
                                (i + 1) % 2,
                                "/v1/reservations",
                                Carts.body("other-" + (i - carts), Map.of(skus.get(i - carts), 1), false)));

        for (int i = 0; i < carts; i++) {
            Answer late = answers.get(i);
            Answer other = answers.get(i + carts);
            Set<String> winners = new HashSet<>();
            if (late.status() == 200) {
                winners.add("last-" + i);
            } else {
                assertThat(late.code()).isEqualTo("insufficient-stock");
            }
            if (other.status() == 201) {
                winners.add("other-" + i);
            } else {
                assertThat(other.code()).isEqualTo("insufficient-stock");
            }
            assertThat(StoredClaims.of(commandSide, skus.get(i)).open().keySet())
                    .isEqualTo(winners);
        }
    }

    @Test
    void withoutTheWishAnExpiredReservationIsRefused() {
        stocked(1, "GONE");
        hold("gone", 1, Map.of("GONE", 1));
        await().untilAsserted(() -> assertThat(types("stock:GONE")).contains("stock.HoldReleased"));

        assertThat(commandSide.post("/v1/reservations/gone/confirm", "{}").code())
                .isEqualTo("reservation-expired");
        assertThat(commandSide
                        .post("/v1/reservations", Carts.body("taker", Map.of("GONE", 1), false))
                        .status())
                .isEqualTo(201);
        assertThat(confirmLate(1, "gone").code()).isEqualTo("insufficient-stock");
    }

    @Test
    void aLargeCartThatCannotBeHeldHoldsNothing() {
        List<String> skus = IntStream.range(0, 20).mapToObj(i -> "LARGE-" + i).toList();
        stocked(3, skus.toArray(String[]::new));
        Map<String, Integer> cart = new TreeMap<>();
        skus.forEach(sku -> cart.put(sku, 1));
        cart.put("LARGE-7", 4);
        cart.put("LARGE-12", 5);

        Answer refused = commandSide.post("/v1/reservations", Carts.body("large", cart, false));

        assertThat(refused.code()).isEqualTo("insufficient-stock");
        assertThat(refused.body().path("shortages").toString())
                .isEqualTo("[{\"sku\":\"LARGE-12\",\"requested\":5,\"available\":3},"
                        + "{\"sku\":\"LARGE-7\",\"requested\":4,\"available\":3}]");
        for (String sku : skus) {
            assertThat(types("stock:" + sku)).as("no other cart had to wait").doesNotContain("stock.UnitsHeld");
        }
    }

    /** Waits until the stock has followed the recorded lines. */
    private static void awaitStockOf(String id, long seed, String... skus) {
        await().untilAsserted(() -> {
            Map<String, Long> recorded = new TreeMap<>();
            for (Stored event : commandSide.stream("reservation:" + id)) {
                if (event.payload().has("lines")) {
                    recorded = units(event.payload());
                }
            }
            Map<String, Long> held = new TreeMap<>();
            for (String sku : skus) {
                Long open = StoredClaims.of(commandSide, sku).open().get(id);
                if (open != null) {
                    held.put(sku, open);
                }
            }
            assertThat(held).as("seed %s", seed).isEqualTo(recorded);
        });
    }

    private static Map<String, Long> units(JsonNode reservation) {
        Map<String, Long> units = new TreeMap<>();
        for (JsonNode line : reservation.path("lines")) {
            units.put(line.path("sku").asString(), line.path("quantity").asLong());
        }
        return units;
    }

    private static void stocked(long units, String... skus) {
        for (String sku : skus) {
            assertThat(commandSide
                            .post(
                                    "/v1/products",
                                    "{\"sku\":\"%s\",\"name\":\"A thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                                            .formatted(sku))
                            .status())
                    .isEqualTo(201);
            receive(sku, "MAIN", units);
        }
    }

    private static void receive(String sku, String location, long units) {
        assertThat(commandSide
                        .post(
                                "/v1/inventory/" + sku + "/receipts",
                                "{\"locationId\":\"%s\",\"quantity\":%d}".formatted(location, units))
                        .status())
                .isEqualTo(201);
    }

    private static void hold(String id, long ttlSeconds, Map<String, Integer> cart) {
        String body = Carts.body(id, new TreeMap<>(cart), false);
        Answer answer = commandSide.post(
                "/v1/reservations", body.substring(0, body.length() - 1) + ",\"ttlSeconds\":" + ttlSeconds + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    private static Answer replace(int instance, String id, Map<String, Integer> cart) {
        String lines = cart.entrySet().stream()
                .map(line -> "{\"sku\":\"%s\",\"quantity\":%d}".formatted(line.getKey(), line.getValue()))
                .collect(Collectors.joining(","));
        return commandSide.send(
                instance,
                "PUT",
                "/v1/reservations/" + id + "/lines",
                "application/json",
                "{\"lines\":[%s]}".formatted(lines));
    }

    private static Answer confirmLate(int instance, String id) {
        return commandSide.post(instance, "/v1/reservations/" + id + "/confirm", "{\"ifExpired\":\"rehold\"}");
    }

    private static List<String> types(String stream) {
        return commandSide.stream(stream).stream().map(Stored::type).toList();
    }
}
