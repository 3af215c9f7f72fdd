package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.ReplayedAnswers.assertOneIsExecuted;
import static stockledger.command.ReplayedAnswers.assertSame;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.Concurrently;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** Requests with the same idempotency key have one effect and one response, on any instance and after a restart. */
class RepeatedIdempotencyKeysTest {

    private static final int TIMES = 5;
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(2);
        commandSide.stocked("MAIN", 100, "MUG", "PLATE", "CUP", "POT", "PAN");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void fiveConcurrentReceiptsToTwoInstances() {
        String body = "{\"locationId\":\"MAIN\",\"quantity\":7}";
        List<Answer> answers =
                Concurrently.times(TIMES, i -> post(i % 2, "/v1/inventory/MUG/receipts", body, "receipt-1"));
        assertOneAnswer(answers, 201);
        assertThat(commandSide.stream("stock:MUG")).hasSize(2);
        assertThat(commandSide
                        .post("/v1/inventory/MUG/receipts", body)
                        .body()
                        .path("onHand")
                        .asLong())
                .isEqualTo(114);
        commandSide.start();
        Answer restarted = post(commandSide.instances() - 1, "/v1/inventory/MUG/receipts", body, "receipt-1");
        assertSame(restarted, answers.get(0));
        assertThat(restarted.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(commandSide.stream("stock:MUG")).hasSize(3);
    }

    @Test
    void fiveConcurrentCartsWithoutId() {
        String body = "{\"lines\":[{\"sku\":\"PLATE\",\"quantity\":2},{\"sku\":\"CUP\",\"quantity\":1}]}";
        List<Answer> answers = Concurrently.times(TIMES, i -> post(i % 2, "/v1/reservations", body, "cart-1"));
        assertOneBody(answers, 201);
        String id = answers.get(0).body().path("id").asString();
        assertThat(commandSide.post("/v1/reservations/" + id + "/confirm", "{}").status())
                .isEqualTo(200);
        Answer late = post(1, "/v1/reservations", body, "cart-1");
        assertThat(late.body()).isEqualTo(answers.get(0).body());
        assertThat(late.body().path("status").asString()).isEqualTo("held");
        assertThat(commandSide.post("/v1/reservations/" + id + "/ship", "{}").status())
                .isEqualTo(200);
        long before = commandSide.events();
        assertThat(post(0, "/v1/reservations", body, "cart-1").body())
                .isEqualTo(answers.get(0).body());
        assertThat(commandSide.events()).isEqualTo(before);
    }

    @Test
    void fiveConcurrentProductsAndALaterDiscontinue() {
        String body = "{\"sku\":\"NEW\",\"name\":\"New\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}";
        List<Answer> answers = Concurrently.times(TIMES, i -> post(i % 2, "/v1/products", body, "product-1"));
        assertOneAnswer(answers, 201);
        assertThat(commandSide.post("/v1/products/NEW/discontinue", "{}").status())
                .isEqualTo(200);
        assertSame(post(1, "/v1/products", body, "product-1"), answers.get(0));
    }

    @Test
    void aLocationIsOpenedOnce() {
        String body = "{\"id\":\"SHOP\",\"name\":\"Shop\"}";
        assertOneAnswer(Concurrently.times(TIMES, i -> post(i % 2, "/v1/locations", body, "place-1")), 201);
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() {
        assertThat(post(0, "/v1/inventory/POT/receipts", "{\"locationId\":\"MAIN\",\"quantity\":7}", "k")
                        .status())
                .isEqualTo(201);
        Answer other = post(1, "/v1/inventory/POT/receipts", "{\"locationId\":\"MAIN\",\"quantity\":8}", "k");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        assertThat(commandSide.stream("stock:POT")).hasSize(2);
    }

    @Test
    void refusalsAreNotReplayed() {
        String body = "{\"locationId\":\"MAIN\",\"delta\":-150,\"reason\":\"damaged\"}";
        assertThat(post(0, "/v1/inventory/PAN/adjustments", body, "later").status())
                .isEqualTo(409);
        commandSide.post("/v1/inventory/PAN/receipts", "{\"locationId\":\"MAIN\",\"quantity\":100}");
        assertThat(post(0, "/v1/inventory/PAN/adjustments", body, "later").status())
                .isEqualTo(201);
        assertThat(post(1, "/v1/inventory/PAN/adjustments", body, "later").status())
                .isEqualTo(201);
        assertThat(commandSide.stream("stock:PAN")).hasSize(3);
    }

    @Test
    void invalidKeys() {
        Answer answer = post(0, "/v1/inventory/POT/receipts", "{\"locationId\":\"MAIN\",\"quantity\":7}", "two words");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-idempotency-key");
    }

    private static void assertOneAnswer(List<Answer> answers, int status) {
        assertOneBody(answers, status);
        answers.forEach(answer -> assertSame(answer, answers.get(0)));
    }

    private static void assertOneBody(List<Answer> answers, int status) {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(answers.get(0).body());
        });
        assertOneIsExecuted(answers);
    }

    private static Answer post(int index, String path, String body, String key) {
        return commandSide.send(index, "POST", path, "application/json", body, "Idempotency-Key", key);
    }
}
