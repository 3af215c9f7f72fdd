package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;

/** Partial shipments and returns; tokens contain every stream involved, also of refusals and repetitions. */
class PartialShipmentsAndReturnsOverHttpTest {

    private static final String JSON = "application/json";
    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(
                2,
                "--stockledger.reservation.location-policy=priorityOrder",
                "--stockledger.reservation.location-priority=SHOP");
        commandSide.stocked("MAIN", 50, "A", "B");
        commandSide.post("/v1/locations", "{\"id\":\"SHOP\",\"name\":\"Shop\"}");
        commandSide.post("/v1/inventory/B/receipts", "{\"locationId\":\"SHOP\",\"quantity\":20}");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void aPartAndTheRestAreShippedAndSomeReturned() {
        bought("parts", "{\"sku\":\"A\",\"quantity\":3}");
        String part = "{\"lines\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"A\",\"quantity\":1}]}";
        Answer first = commandSide.send(0, "POST", "/v1/reservations/parts/ship", JSON, part, "Idempotency-Key", "p1");
        Answer again = commandSide.send(1, "POST", "/v1/reservations/parts/ship", JSON, part, "Idempotency-Key", "p1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().path("status").asString()).isEqualTo("confirmed");
        assertThat(first.body().path("lines").path(0).path("shipped").asLong()).isEqualTo(2);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");

        Answer tooMany = commandSide.post("/v1/reservations/parts/ship", part);
        assertThat(tooMany.status()).isEqualTo(409);
        assertThat(tooMany.code()).isEqualTo("shipment-too-large");
        assertThat(tooMany.body().path("lines").path(0).path("possible").asLong())
                .isEqualTo(1);

        Answer rest = commandSide.post("/v1/reservations/parts/ship", "{}");
        assertThat(rest.body().path("status").asString()).isEqualTo("shipped");
        assertThat(commandSide.post(1, "/v1/reservations/parts/ship", "{}").body())
                .isEqualTo(rest.body());

        String back =
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":2,\"condition\":\"unavailable\"}],\"reference\":\"slip\"}";
        Answer returned =
                commandSide.send(1, "POST", "/v1/reservations/parts/return", JSON, back, "Idempotency-Key", "r1");
        assertThat(returned.status()).isEqualTo(200);
        assertThat(returned.body().path("lines").path(0).path("returned").asLong())
                .isEqualTo(2);
        assertThat(commandSide
                        .send(0, "POST", "/v1/reservations/parts/return", JSON, back, "Idempotency-Key", "r1")
                        .body())
                .isEqualTo(returned.body());
        assertThat(commandSide.post("/v1/reservations/parts/return", back).code())
                .isEqualTo("return-too-large");
        assertThat(types("stock:A").stream().filter("stock.UnitsReturned"::equals))
                .hasSize(1);
        Answer counted = commandSide.post(
                "/v1/inventory/A/adjustments", "{\"locationId\":\"MAIN\",\"delta\":-49,\"reason\":\"correction\"}");
        assertThat(counted.code()).as("two of the 49 on hand are unavailable").isEqualTo("insufficient-stock");
    }

    @Test
    void aReturnToAnUnknownLocationIsRefused() {
        bought("nowhere", "{\"sku\":\"B\",\"quantity\":1}");
        commandSide.post("/v1/reservations/nowhere/ship", "{}");
        String back = "{\"lines\":[{\"sku\":\"B\",\"quantity\":1,\"locationId\":\"GONE\",\"condition\":\"sellable\"}]}";
        assertThat(commandSide.post("/v1/reservations/nowhere/return", back).code())
                .isEqualTo("location-not-found");
        assertThat(commandSide.post("/v1/reservations/no-cart/return", back).code())
                .isEqualTo("reservation-not-found");
    }

    @Test
    void theConfiguredPolicyAppliesUnlessTheRequestNamesOne() {
        Answer byPriority = commandSide.post("/v1/reservations", cart("by-priority", "{\"sku\":\"B\",\"quantity\":1}"));
        assertThat(place(byPriority)).isEqualTo("SHOP");
        Answer fewest = commandSide.post(
                "/v1/reservations",
                "{\"lines\":[{\"sku\":\"B\",\"quantity\":1}],\"locationPolicy\":\"fewestLocations\"}");
        assertThat(place(fewest)).isEqualTo("MAIN");
        Answer given = commandSide.post(
                "/v1/reservations", "{\"lines\":[{\"sku\":\"B\",\"quantity\":1}],\"locationPolicy\":\"given\"}");
        assertThat(given.status()).isEqualTo(400);
        assertThat(given.body().path("errors").path(0).path("field").asString()).isEqualTo("lines[0].locationId");
        assertThat(commandSide.stream("stock:B").stream()
                        .filter(event -> event.type().equals("stock.UnitsHeld"))
                        .map(event -> event.payload().path("policy").asString()))
                .contains("priorityOrder", "fewestLocations");
    }

    @Test
    void theTokenOfARepeatedHoldContainsTheStockOfItsLines() {
        String cart = cart("again", "{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":1}");
        Map<String, Long> first = versions(commandSide.post("/v1/reservations", cart));
        Map<String, Long> again = versions(commandSide.post(1, "/v1/reservations", cart));

        assertThat(again.keySet()).isEqualTo(first.keySet()).contains("stock:A", "stock:B", "reservation:again");
        first.forEach((stream, version) -> assertThat(again.get(stream)).isGreaterThanOrEqualTo(version));
    }

    @Test
    void theTokenOfARefusalContainsTheReleasedStock() {
        Answer refused = commandSide.post(
                "/v1/reservations", cart("refused", "{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":999}"));

        assertThat(refused.code()).isEqualTo("insufficient-stock");
        List<Stored> stored = commandSide.stream("stock:A");
        Stored last = stored.get(stored.size() - 1);
        assertThat(last.type()).isEqualTo("stock.HoldReleased");
        assertThat(versions(refused)).containsEntry("stock:A", last.version());
    }

    private static Map<String, Long> versions(Answer answer) {
        return commandSide.token(answer).versions();
    }

    private static String place(Answer held) {
        assertThat(held.status()).isEqualTo(201);
        return held.body()
                .path("lines")
                .path(0)
                .path("allocations")
                .path(0)
                .path("locationId")
                .asString();
    }

    private static void bought(String id, String lines) {
        assertThat(commandSide.post("/v1/reservations", cart(id, lines)).status())
                .isEqualTo(201);
        assertThat(commandSide.post("/v1/reservations/" + id + "/confirm", "{}").status())
                .isEqualTo(200);
    }

    private static String cart(String id, String lines) {
        return "{\"id\":\"%s\",\"lines\":[%s]}".formatted(id, lines);
    }

    private static List<String> types(String stream) {
        return commandSide.stream(stream).stream().map(Stored::type).toList();
    }
}
