package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;

/** Two instances on one store decide as one: no decision uses outdated state, nothing is counted twice or lost. */
class TwoInstancesDecideAsOneTest {

    /** Reservations with this many lines are held in parallel. */
    private static final int LARGE = 9;

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        // Long enough on a busy machine for every conflict with the other instance to be retried.
        commandSide = new RunningCommandSide(2, "--stockledger.dispatch.retry-timeout=30s");
        commandSide.stocked("MAIN", 0);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aRefusalIsNeverDecidedOnOutdatedState() {
        stocked(1, "STALE");
        assertThat(reserve(0, "STALE", 1).status()).isEqualTo(201);
        for (int round = 0; round < 20; round++) {
            int instance = round % 2;
            Answer refused = reserve(instance, "STALE", 1);
            assertThat(refused.code()).isEqualTo("insufficient-stock");
            receive(1 - instance, "STALE", 1);
            assertThat(reserve(instance, "STALE", 1).status())
                    .as("round %s", round)
                    .isEqualTo(201);
        }
    }

    @Test
    void theFactsOfARefusalIncludeEventsOfTheOther() {
        stocked(1, "FACTS");
        for (int units = 2; units < 12; units++) {
            receive(units % 2, "FACTS", 1);
            Answer refused = reserve(1 - units % 2, "FACTS", 1000);
            assertThat(refused.body()
                            .path("shortages")
                            .path(0)
                            .path("available")
                            .asLong())
                    .isEqualTo(units);
        }
    }

    @Test
    void aRepetitionAfterAChangeByTheOtherIsANewChange() {
        stocked(0, "TOGGLED");
        for (int round = 0; round < 10; round++) {
            String step = round % 2 == 0 ? "discontinue" : "reactivate";
            Answer done = commandSide.post(round % 3 % 2, "/v1/products/TOGGLED/" + step, "{}");
            assertThat(done.body().path("version").asLong()).isEqualTo(round + 1);
        }
    }

    @Test
    void receiptsOfBothAreAllCounted() {
        stocked(0, "BUSY");
        int receipts = 40;
        List<Answer> answers = Concurrently.times(
                receipts,
                i -> commandSide.post(
                        i % 2,
                        "/v1/inventory/BUSY/receipts",
                        "{\"locationId\":\"MAIN\",\"quantity\":%d}".formatted(i + 1)));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(answer -> answer.body().path("version").asLong()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, receipts).boxed().toList());
        assertThat(StoredClaims.of(commandSide, "BUSY").onHand())
                .isEqualTo(LongStream.rangeClosed(1, receipts).sum());
        assertThat(answers.stream()
                        .mapToLong(answer -> answer.body().path("onHand").asLong())
                        .max())
                .hasValue(LongStream.rangeClosed(1, receipts).sum());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12})
    void theSameRequestEightTimesIsOneReservation(int skus) {
        List<String> all =
                IntStream.range(0, skus).mapToObj(i -> "SAME-" + skus + "-" + i).toList();
        stocked(100, all.toArray(String[]::new));
        Map<String, Integer> wanted = new TreeMap<>();
        all.forEach(sku -> wanted.put(sku, 2));
        for (int round = 0; round < 6; round++) {
            String id = "same-" + skus + "-" + round;
            List<Answer> answers = Concurrently.times(
                    8, i -> commandSide.post(i % 2, "/v1/reservations", Carts.body(id, wanted, i % 3 == 0)));

            List<Answer> held =
                    answers.stream().filter(answer -> answer.status() == 201).toList();
            assertThat(held).as("held in round %s", round).isNotEmpty();
            assertThat(new HashSet<>(held.stream().map(Answer::body).toList())).hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() != 201))
                    .allSatisfy(answer -> {
                        assertThat(answer.status()).isEqualTo(503);
                        assertThat(answer.code()).isEqualTo("reservation-in-progress");
                        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    });
            assertThat(types("reservation:" + id)).containsExactly("reservation.ReservationHeld");
            for (String sku : all) {
                assertThat(StoredClaims.of(commandSide, sku).open())
                        .containsEntry(id, 2L)
                        .hasSize(round + 1);
            }
        }
    }

    @Test
    void ofDifferentRequestsWithOneIdOneIsHeld() {
        stocked(100, "TWICE");
        for (int round = 0; round < 10; round++) {
            String id = "twice-" + round;
            List<Answer> answers = Concurrently.times(
                    4,
                    i -> commandSide.post(
                            i % 2,
                            "/v1/reservations",
                            "{\"id\":\"%s\",\"lines\":[{\"sku\":\"TWICE\",\"quantity\":%d}]}".formatted(id, i + 1)));
            assertThat(answers.stream().filter(answer -> answer.status() == 201))
                    .hasSize(1);
            assertThat(answers.stream().filter(answer -> answer.status() != 201))
                    .extracting(Answer::code)
                    .isSubsetOf("reservation-exists", "reservation-in-progress");
            assertThat(types("reservation:" + id)).containsExactly("reservation.ReservationHeld");
            assertThat(StoredClaims.of(commandSide, "TWICE").open()).hasSize(round + 1);
        }
    }

    @Test
    void overlappingReservationsNeverOversellAndRefusedOnesHoldNothing() {
        List<String> skus =
                IntStream.rangeClosed(1, LARGE + 2).mapToObj(i -> "LAP-" + i).toList();
        stocked(12, skus.toArray(String[]::new));
        long seed = Long.getLong("stockledger.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Map<String, Integer>> carts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            carts.add(Carts.random(skus, LARGE, random));
        }

        List<Answer> answers = Concurrently.times(
                carts.size(),
                i -> commandSide.post(i % 2, "/v1/reservations", Carts.body("lap-" + i, carts.get(i), i % 3 == 0)));

        Map<String, Map<String, Long>> expected = new TreeMap<>();
        for (int i = 0; i < carts.size(); i++) {
            assertThat(answers.get(i).status()).as("seed %s", seed).isIn(201, 409);
            if (answers.get(i).status() == 201) {
                String id = "lap-" + i;
                carts.get(i)
                        .forEach((sku, units) -> expected.computeIfAbsent(sku, key -> new TreeMap<>())
                                .put(id, (long) units));
            } else {
                assertThat(types("reservation:lap-" + i)).as("seed %s", seed).isEmpty();
            }
        }
        for (String sku : skus) {
            assertThat(StoredClaims.of(commandSide, sku).open())
                    .as("%s, seed %s", sku, seed)
                    .isEqualTo(expected.getOrDefault(sku, Map.of()));
        }
        assertThat(expected).as("some carts are held").isNotEmpty();
    }

    @Test
    void everyStepHappensOnceHoweverOftenItIsRequested() {
        stocked(20, "STEP-A", "STEP-B");
        for (String id : List.of("steps-1", "steps-2", "steps-3")) {
            assertThat(commandSide
                            .post("/v1/reservations", Carts.body(id, Map.of("STEP-A", 2, "STEP-B", 1), false))
                            .status())
                    .isEqualTo(201);
        }
        List<String> steps = List.of("confirm", "ship");
        for (String step : steps) {
            List<Answer> answers =
                    Concurrently.times(8, i -> commandSide.post(i % 2, "/v1/reservations/steps-1/" + step, "{}"));
            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(new HashSet<>(answers.stream().map(Answer::body).toList()))
                    .hasSize(1);
        }
        List<Answer> released =
                Concurrently.times(8, i -> commandSide.post(i % 2, "/v1/reservations/steps-2/release", "{}"));
        assertThat(released).extracting(Answer::status).containsOnly(200);

        assertThat(types("reservation:steps-1"))
                .containsExactly(
                        "reservation.ReservationHeld",
                        "reservation.ReservationConfirmed",
                        "reservation.ReservationShipped");
        assertThat(types("reservation:steps-2"))
                .containsExactly("reservation.ReservationHeld", "reservation.ReservationReleased");
        for (String sku : List.of("STEP-A", "STEP-B")) {
            StoredClaims claims = StoredClaims.of(commandSide, sku);
            assertThat(claims.open().keySet()).containsExactly("steps-3");
            assertThat(claims.events())
                    .containsEntry("stock.UnitsHeld", 3)
                    .containsEntry("stock.UnitsAllocated", 1)
                    .containsEntry("stock.UnitsShipped", 1)
                    .containsEntry("stock.HoldReleased", 1);
        }
    }

    @Test
    void ofConcurrentConfirmAndReleaseOneWins() {
        stocked(50, "EITHER");
        for (int round = 0; round < 10; round++) {
            String id = "either-" + round;
            assertThat(commandSide
                            .post("/v1/reservations", Carts.body(id, Map.of("EITHER", 2), false))
                            .status())
                    .isEqualTo(201);
            List<Answer> answers = Concurrently.times(
                    6,
                    i -> commandSide.post(i % 2, "/v1/reservations/" + id + (i < 3 ? "/confirm" : "/release"), "{}"));

            Set<String> statuses = new HashSet<>();
            answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .forEach(answer -> statuses.add(answer.body().path("status").asString()));
            assertThat(statuses).hasSize(1);
            boolean confirmed = statuses.contains("confirmed");
            assertThat(answers.subList(confirmed ? 3 : 0, confirmed ? 6 : 3)).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.code()).isEqualTo("reservation-not-held");
            });
            assertThat(types("reservation:" + id)).hasSize(2);
            assertThat(StoredClaims.of(commandSide, "EITHER").open().containsKey(id))
                    .isEqualTo(confirmed);
        }
    }

    private static void stocked(long units, String... skus) {
        for (String sku : skus) {
            Answer product = commandSide.post(
                    "/v1/products",
                    "{\"sku\":\"%s\",\"name\":\"A thing\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}"
                            .formatted(sku));
            assertThat(product.status()).isEqualTo(201);
            if (units > 0) {
                receive(0, sku, units);
            }
        }
    }

    private static void receive(int index, String sku, long units) {
        Answer answer = commandSide.post(
                index,
                "/v1/inventory/" + sku + "/receipts",
                "{\"locationId\":\"MAIN\",\"quantity\":%d}".formatted(units));
        assertThat(answer.status()).isEqualTo(201);
    }

    private static Answer reserve(int index, String sku, long units) {
        return commandSide.post(
                index, "/v1/reservations", "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}".formatted(sku, units));
    }

    private static List<String> types(String stream) {
        return commandSide.stream(stream).stream().map(Stored::type).toList();
    }
}
