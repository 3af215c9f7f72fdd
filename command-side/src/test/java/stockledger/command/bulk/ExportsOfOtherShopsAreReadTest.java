package stockledger.command.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.JobClient;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import tools.jackson.databind.JsonNode;

/** Files in the format of other shops' exports are read by the mappings of the application; failed rows name their columns. */
class ExportsOfOtherShopsAreReadTest {

    private static final String MAPPING = "--stockledger.bulk.mappings.";

    private static RunningCommandSide commandSide;
    private static JobClient rows;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(
                1,
                MAPPING + "shopify-products.constants.[price.currency]=GBP",
                MAPPING + "woocommerce-products.constants.[price.currency]=GBP",
                MAPPING + "magento-products.constants.[price.currency]=GBP",
                MAPPING + "shopify-inventory.values.locationId.[High Street]=MAIN",
                MAPPING + "woocommerce-inventory.constants.locationId=MAIN");
        commandSide.stocked("MAIN", 0, "A", "B", "C");
        rows = new JobClient(commandSide);
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static JobClient.EndedJob send(String kind, String mapping) {
        try (InputStream file =
                ExportsOfOtherShopsAreReadTest.class.getResourceAsStream("/exports/" + mapping + ".csv")) {
            String csv = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return rows.awaitEnd(rows.sendAccepted("/v1/bulk/" + kind + "?mapping=" + mapping, JobClient.CSV, csv));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode product(String sku) {
        return commandSide.stream("product:" + sku).get(0).payload();
    }

    private static long counted(String sku) {
        return commandSide.stream("stock:" + sku).stream()
                .filter(event -> event.type().equals("stock.StockCounted"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .payload()
                .path("counted")
                .asLong();
    }

    @Test
    void productsOfShopify() {
        JobClient.EndedJob ended = send("products", "shopify-products");

        assertThat(ended.done()).isEqualTo(2);
        assertThat(ended.failures()).isEqualTo(Map.of(5, "validation-failed"));
        assertThat(ended.reason(5)).startsWith("Variant Price {\"amount\":\"cheap\"");
        assertThat(product("SHOP-1").path("name").asString()).isEqualTo("Blue mug");
        assertThat(product("SHOP-1").path("brand").asString()).isEqualTo("Potter");
        assertThat(product("SHOP-1").path("category").asString()).isEqualTo("Kitchen/Mugs");
        assertThat(product("SHOP-1").at("/price/currency").asString()).isEqualTo("GBP");
        assertThat(product("SHOP-1").at("/images/0").asString()).isEqualTo("https://cdn.example.com/blue.jpg");
        assertThat(product("SHOP-2").path("name").asString()).isEqualTo("blue-mug");
        assertThat(product("SHOP-2").at("/attributes/option1").asString()).isEqualTo("Large");
    }

    @Test
    void inventoryOfShopify() {
        JobClient.EndedJob ended = send("counts", "shopify-inventory");

        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.failures()).isEqualTo(Map.of(4, "wrong-type"));
        assertThat(ended.reason(4)).startsWith("On hand or On hand (current) \"many\": ");
    }

    @Test
    void productsOfWooCommerce() {
        JobClient.EndedJob ended = send("products", "woocommerce-products");

        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.failures()).isEqualTo(Map.of(5, "validation-failed"));
        assertThat(ended.reason(5)).startsWith("Regular price {\"amount\":\"-5\"");
        assertThat(product("WOO-1").path("description").asString()).isEqualTo("A board of oak.");
        assertThat(product("WOO-1").path("images")).hasSize(2);
    }

    @Test
    void inventoryOfWooCommerce() {
        JobClient.EndedJob ended = send("counts", "woocommerce-inventory");

        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.failures()).isEqualTo(Map.of(4, "validation-failed"));
        assertThat(ended.reason(4)).startsWith("Stock -3: ");
    }

    @Test
    void productsOfMagento() {
        JobClient.EndedJob ended = send("products", "magento-products");

        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.failures()).isEqualTo(Map.of(4, "validation-failed"));
        assertThat(ended.reason(4)).startsWith("name: ");
        assertThat(product("MAG-1").at("/price/amount").asString()).isEqualTo("34.00");
    }

    @Test
    void inventoryOfMagento() {
        JobClient.EndedJob ended = send("counts", "magento-inventory");

        assertThat(ended.failures()).isEqualTo(Map.of(3, "wrong-type"));
        assertThat(ended.reason(3)).startsWith("quantity \"2.5000\": ");
        assertThat(counted("A")).isIn(100L, 12L, 5L);
    }

    @Test
    void rowsInNdjsonHaveTheColumnsAsMembers() {
        String row = "{\"Variant SKU\":\"ND-9\",\"Title\":\"Cup\",\"Variant Price\":\"3.00\",\"Tags\":\"x\"}\n";

        JobClient.EndedJob ended =
                rows.awaitEnd(rows.sendAccepted("/v1/bulk/products?mapping=shopify-products", JobClient.NDJSON, row));

        assertThat(ended.done()).isEqualTo(1);
        assertThat(product("ND-9").path("name").asString()).isEqualTo("Cup");
    }

    @Test
    void jobNamesItsMapping() {
        assertThat(send("counts", "magento-inventory")
                        .events()
                        .get(0)
                        .payload()
                        .path("kind")
                        .asString())
                .isEqualTo("counts:magento-inventory");
    }

    @Test
    void unknownMappingsAreRefusedWithTheKnownOnes() {
        Answer answer = rows.send("/v1/bulk/counts?mapping=shopify-products", JobClient.CSV, "SKU\nA\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("unknown-mapping");
        assertThat(answer.body().path("detail").asString())
                .endsWith("Known mappings: magento-inventory, shopify-inventory, woocommerce-inventory.");
        assertThat(rows.send("/v1/bulk/products:shopify-products", JobClient.CSV, "SKU\nA\n")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void fileWithoutARequiredColumnIsRefusedByTheNameOfTheColumn() {
        Answer answer = rows.send("/v1/bulk/counts?mapping=shopify-inventory", JobClient.CSV, "SKU,On hand\nA,1\n");

        assertThat(answer.code()).isEqualTo("missing-column");
        assertThat(answer.body().path("detail").asString()).contains("lacks the column Location.");
    }
}
