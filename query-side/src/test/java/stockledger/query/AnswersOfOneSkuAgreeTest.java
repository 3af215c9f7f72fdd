package stockledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

/** While many SKUs change, page, list, availability and inventory of one SKU give the same numbers under one token. */
class AnswersOfOneSkuAgreeTest {

    private static final int SKUS = 4;
    private static final int CHANGES = 40;

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

    /** The numbers of one SKU, in one answer. */
    private record Shown(long available, String status) {

        static Shown of(JsonNode availability) {
            return new Shown(
                    availability.path("available").asLong(),
                    availability.path("status").asString());
        }
    }

    @Test
    void pageListAvailabilityAndInventoryShowTheSameNumbers() {
        ExecutorService threads = Executors.newFixedThreadPool(SKUS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < SKUS; i++) {
                String sku = "agree" + i;
                all.add(CompletableFuture.runAsync(() -> changeAndCompare(sku), threads));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void changeAndCompare(String sku) {
        Random random = new Random(sku.hashCode());
        querySide.append(registered(sku, "Name", "Only-" + sku, "1.00"));
        querySide.append(received(sku, "main", 5));
        boolean discontinued = false;
        for (int i = 0; i < CHANGES; i++) {
            switch (random.nextInt(5)) {
                case 0 -> querySide.append(held(sku, sku + "-" + i, at("main", 4)));
                case 1 -> querySide.append(new StockPolicySet(new Sku(sku), null, random.nextInt(9), 7L, 2L));
                case 2 -> {
                    discontinued = !discontinued;
                    Sku id = new Sku(sku);
                    querySide.append(discontinued ? new ProductDiscontinued(id) : new ProductReactivated(id));
                }
                default -> querySide.append(received(sku, "main", 3));
            }
            compare(sku);
        }
    }

    private static void compare(String sku) {
        String product = "product:" + sku;
        String stock = "stock:" + sku;
        String token = new ConsistencyToken(
                        Map.of(product, querySide.version(product), stock, querySide.version(stock)))
                .encoded();
        JsonNode page = body("/v1/products/" + sku, token);
        assertThat(page.path("version").asString())
                .isEqualTo(querySide.version(product) + "." + querySide.version(stock));
        Shown shown = Shown.of(page.path("availability"));
        JsonNode list = body("/v1/products?category=Only-" + sku, token);
        assertThat(Shown.of(list.at("/items/0/availability"))).as("list").isEqualTo(shown);
        JsonNode stocked = body("/v1/products?inStock=true&category=Only-" + sku, token);
        boolean inStock = shown.available() > 0 && !shown.status().equals("discontinued");
        assertThat(stocked.path("items")).as("in stock").hasSize(inStock ? 1 : 0);
        JsonNode availability = body("/v1/availability?sku=" + sku, token);
        assertThat(Shown.of(availability.at("/items/0"))).as("availability").isEqualTo(shown);
        JsonNode inventory = body("/v1/inventory/" + sku, token);
        assertThat(Shown.of(inventory)).as("inventory").isEqualTo(shown);
        assertThat(inventory.path("onHand")).isEqualTo(page.at("/availability/onHand"));
        assertThat(inventory.path("asOf")).isEqualTo(page.path("asOf"));
    }

    private static JsonNode body(String path, String token) {
        Answer answer = querySide.get(path, "Consistency-Token", token);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return answer.body();
    }
}
