package stockledger.command.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.command.RunningCommandSide.Stored;
import tools.jackson.databind.JsonNode;

/** What requests about products store: merge patches change what they name, and each text has one spelling. */
class ProductsOverHttpTest {

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 5, "RECEIPTS");
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @Test
    void anAmountAloneKeepsTheCurrency() {
        register("AMOUNT", "");
        Answer patched = patch("AMOUNT", "{\"price\":{\"amount\":\"12.00\"}}");
        assertThat(patched.status()).as("%s", patched.body()).isEqualTo(200);
        assertThat(lastOf("product:AMOUNT").path("price").toString())
                .isEqualTo("{\"amount\":\"12.00\",\"currency\":\"EUR\"}");
    }

    @Test
    void aCurrencyAloneKeepsTheAmount() {
        register("CURRENCY", "");
        assertThat(patch("CURRENCY", "{\"price\":{\"currency\":\"USD\"}}").status())
                .isEqualTo(200);
        assertThat(lastOf("product:CURRENCY").path("price").toString())
                .isEqualTo("{\"amount\":\"9.50\",\"currency\":\"USD\"}");
    }

    @Test
    void aPatchWithoutValuesChangesNothing() {
        register("NOTHING", "");
        for (String body : List.of("{}", "{\"price\":{}}", "{\"attributes\":{}}")) {
            assertThat(patch("NOTHING", body).status()).as(body).isEqualTo(200);
        }
        assertThat(commandSide.stream("product:NOTHING")).hasSize(1);
    }

    @Test
    void aPriceCannotLoseAMember() {
        register("REQUIRED", "");
        for (String member : List.of("amount", "currency")) {
            Answer refused = patch("REQUIRED", "{\"price\":{\"%s\":null}}".formatted(member));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("validation-failed");
            assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo("price." + member);
        }
        assertThat(commandSide.stream("product:REQUIRED")).hasSize(1);
    }

    @Test
    void anAmountThatTheKeptCurrencyCannotHaveIsRefused() {
        register("DECIMALS", "");
        Answer refused = patch("DECIMALS", "{\"price\":{\"amount\":\"12.005\"}}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("price-not-payable");
        assertThat(commandSide.stream("product:DECIMALS")).hasSize(1);
    }

    @Test
    void textsAreStoredComposedAndTrimmed() {
        String texts =
                "\"description\":\" For tea.\\n\",\"brand\":\" Cafe\u0301  Noir\",\"category\":\" Home /Kit\u200b \","
                        + "\"attributes\":{\"colour \":\" ro\u0301se\"},";
        register("TEXTS", texts);
        JsonNode stored = lastOf("product:TEXTS");
        assertThat(stored.path("name").asString()).isEqualTo("Mug");
        assertThat(stored.path("description").asString()).isEqualTo("For tea.");
        assertThat(stored.path("brand").asString()).isEqualTo("Caf\u00e9 Noir");
        assertThat(stored.path("category").asString()).isEqualTo("Home/Kit");
        assertThat(stored.path("attributes").toString()).isEqualTo("{\"colour\":\"r\u00f3se\"}");

        assertThat(patch(
                                "TEXTS",
                                "{\"name\":\"\u00a0Mug\",\"brand\":\"Caf\u00e9 Noir \",\"category\":\"Home/ Kit\","
                                        + "\"attributes\":{\" colour\":\"r\u00f3se \"}}")
                        .status())
                .isEqualTo(200);
        assertThat(commandSide.stream("product:TEXTS"))
                .as("other spellings change nothing")
                .hasSize(1);
        assertThat(patch("TEXTS", "{\"category\":\"Home / Cups\"}").status()).isEqualTo(200);
        assertThat(lastOf("product:TEXTS").path("category").asString()).isEqualTo("Home/Cups");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\" \u200b\"",
                "\"description\":\"\\n\"",
                "\"brand\":\" \"",
                "\"brand\":\"\u00a0\"",
                "\"category\":\" \"",
                "\"category\":\"Home/ /Kit\"",
                "\"category\":\"Home/\u200b\"",
                "\"attributes\":{\" \":\"blue\"}",
                "\"attributes\":{\"colour\":\"red\",\"colour \":\"blue\"}"
            })
    void blankTextsAreRefused(String member) {
        if (commandSide.stream("product:BLANK").isEmpty()) {
            register("BLANK", "");
        }
        String name = member.substring(1, member.indexOf('"', 1));
        for (Answer refused : List.of(
                patch("BLANK", "{" + member + "}"),
                commandSide.post(
                        "/v1/products",
                        "{\"sku\":\"NEW\"," + (name.equals("name") ? "" : "\"name\":\"Mug\",")
                                + "\"price\":{\"amount\":\"9.50\",\"currency\":\"EUR\"}," + member + "}"))) {
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("validation-failed");
            assertThat(refused.body().at("/errors/0/field").asString()).startsWith(name);
        }
        assertThat(commandSide.stream("product:BLANK")).hasSize(1);
        assertThat(commandSide.stream("product:NEW")).isEmpty();
    }

    @Test
    void referencesAndNamesOfLocationsAreStoredComposedAndTrimmed() {
        String receipt = "{\"locationId\":\"MAIN\",\"quantity\":1,\"reference\":\"%s\"}";
        assertThat(commandSide
                        .post("/v1/inventory/RECEIPTS/receipts", receipt.formatted(" note\u0301 7\u00a0"))
                        .status())
                .isEqualTo(201);
        assertThat(lastOf("stock:RECEIPTS").path("reference").asString()).isEqualTo("not\u00e9 7");
        Answer blank = commandSide.post("/v1/inventory/RECEIPTS/receipts", receipt.formatted(" \u200b"));
        assertThat(blank.status()).isEqualTo(400);
        assertThat(blank.body().at("/errors/0/field").asString()).isEqualTo("reference");

        Answer opened = commandSide.post("/v1/locations", "{\"id\":\"CAFE\",\"name\":\" Cafe\u0301 \"}");
        assertThat(opened.body().path("name").asString()).isEqualTo("Caf\u00e9");
        assertThat(lastOf("location:CAFE").path("name").asString()).isEqualTo("Caf\u00e9");
    }

    private static void register(String sku, String members) {
        Answer answer = commandSide.post(
                "/v1/products",
                "{\"sku\":\"%s\",\"name\":\" Mug\",%s\"price\":{\"amount\":\"9.50\",\"currency\":\"EUR\"}}"
                        .formatted(sku, members));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
    }

    private static Answer patch(String sku, String body) {
        return commandSide.send(0, "PATCH", "/v1/products/" + sku, "application/merge-patch+json", body);
    }

    private static JsonNode lastOf(String stream) {
        List<Stored> events = commandSide.stream(stream);
        return events.get(events.size() - 1).payload();
    }

    /** {@code GET /v1/products/facets} is not its page. Other addresses are no obstacle. */
    @Test
    void theNameOfAnAddressIsNoSku() {
        String body = "{\"sku\":\"%s\",\"name\":\"Mug\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}";
        Answer refused = commandSide.post("/v1/products", body.formatted("facets"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("reserved-sku");
        assertThat(refused.body().at("/errors/0/field").asString()).isEqualTo("sku");
        for (String sku : new String[] {"stream", "Facets", "prices", "availability", "inventory", "facets.1"}) {
            assertThat(commandSide.post("/v1/products", body.formatted(sku)).status())
                    .as(sku)
                    .isEqualTo(201);
        }
    }
}
