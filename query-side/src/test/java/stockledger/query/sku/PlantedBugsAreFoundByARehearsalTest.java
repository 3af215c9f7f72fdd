package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.query.RunningQuerySide;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.TieredCache;
import stockledger.query.listindex.ListEntry;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.projection.Difference;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Rehearsal;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.shadow.ServedDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each of these bugs in a fold or a renderer is found, with SKU and field, by comparing with what is served. */
class PlantedBugsAreFoundByARehearsalTest {

    private static final String TEA = "tea";
    private static final String OLD = "old";

    /** Parked: both folds have it as before an event that cannot be read. */
    private static final String BAD = "bad";

    private static final String DOCUMENT = Difference.DOCUMENT;
    private static final String PAGE = "pages";

    private static RunningQuerySide querySide;
    private static Rehearsal rehearsal;

    /** A bug, and the difference that names it. */
    private record Bug(
            String name,
            String sku,
            String kind,
            String field,
            UnaryOperator<List<ProjectedEvent>> events,
            Consumer<ObjectNode> state,
            Consumer<ObjectNode> answer,
            UnaryOperator<Document> side) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Consumer<ObjectNode> SAME = json -> {};

    private static Bug ignored(Class<?> event, String sku, String field) {
        return new Bug(
                "the fold ignores " + event.getSimpleName(),
                sku,
                DOCUMENT,
                field,
                all -> all.stream()
                        .filter(one -> !event.isInstance(one.payload()))
                        .toList(),
                SAME,
                SAME,
                side -> side);
    }

    private static Bug folded(String name, String field, Consumer<ObjectNode> state) {
        return new Bug(name, TEA, DOCUMENT, field, all -> all, state, SAME, side -> side);
    }

    private static Bug rendered(String name, String kind, String field, Consumer<ObjectNode> answer) {
        return new Bug(name, TEA, kind, field, all -> all, SAME, answer, side -> side);
    }

    static List<Bug> bugs() {
        return Stream.concat(bugsOfFolds().stream(), bugsOfRenderers().stream()).toList();
    }

    private static List<Bug> bugsOfFolds() {
        return List.of(
                ignored(ProductRenamed.class, TEA, "catalog.name"),
                ignored(ProductRepriced.class, TEA, "catalog.price.amount"),
                ignored(ProductDiscontinued.class, OLD, "catalog.discontinued"),
                ignored(ProductRecategorized.class, TEA, "catalog.category"),
                ignored(StockAdjusted.class, TEA, "stock.levels[0].onHand"),
                ignored(UnitsHeld.class, TEA, "stock.levels[0].held"),
                ignored(UnitsSetAside.class, TEA, "stock.levels[0].unavailable"),
                ignored(TransferSent.class, TEA, "inbound.transfers[0]"),
                ignored(IncomingAnnounced.class, TEA, "inbound.deliveries[0]"),
                ignored(StockPolicySet.class, TEA, "stock.policy"),
                folded("the reorder point is not compared", "low", state -> state.put("low", false)),
                folded(
                        "the newest movement has a wrong balance",
                        "tail",
                        state -> ((ObjectNode) state.withArray("tail").get(0)).put("balance", 7_777)),
                folded(
                        "the price sorts wrong",
                        "keys.byPrice",
                        state -> state.withObject("keys").put("byPrice", "EUR0")),
                new Bug(
                        "a part of the ledger is written wrong",
                        TEA,
                        Ledger.NAME,
                        "#0.movements[0].delta",
                        all -> all,
                        SAME,
                        SAME,
                        side -> side.getString("_id").equals(TEA + "#0")
                                ? new Document(side)
                                        .append(
                                                "movements",
                                                side.getString("movements").replaceFirst("\"delta\":1", "\"delta\":2"))
                                : side));
    }

    private static List<Bug> bugsOfRenderers() {
        return List.of(
                rendered("the page lacks the description", PAGE, "description", page -> page.remove("description")),
                rendered(
                        "the page counts held units as free",
                        PAGE,
                        "availability.available",
                        page -> page.withObject("availability").put("available", 1_000)),
                rendered("the page has its levels in another order", PAGE, "levels[0].locationId", page -> {
                    ArrayNode levels = page.withArray("levels");
                    levels.add(levels.remove(0));
                }),
                rendered(
                        "availability has a wrong status",
                        "availability",
                        "status",
                        item -> item.put("status", "backorder")),
                rendered("the list entry has no price", "list", "price", item -> item.remove("price")),
                rendered(
                        "the product is in the wrong list",
                        "list",
                        "placement.stock",
                        item -> item.put("stock", "OUT_OF_STOCK")),
                rendered("the members of a page are in another order", PAGE, "(bytes)", page -> {
                    JsonNode name = page.remove("name");
                    page.set("name", name);
                }));
    }

    @BeforeAll
    static void start() throws SQLException {
        querySide = new RunningQuerySide();
        Sku tea = new Sku(TEA);
        LocationId main = new LocationId("main");
        List<Object> events = new ArrayList<>(List.of(
                registered(TEA),
                new ProductRenamed(tea, "Green tea"),
                new ProductDescribed(tea, "In a tin"),
                new ProductRecategorized(tea, "Pantry/Tea"),
                new ProductAttributesReplaced(tea, Map.of("weight", "100 g")),
                new ProductRepriced(tea, Money.of("7.00", "EUR")),
                registered(OLD),
                received(OLD, "main", 3),
                new ProductDiscontinued(new Sku(OLD))));
        for (int i = 0; i < 17; i++) {
            events.add(received(TEA, "main", 1));
        }
        events.addAll(List.of(
                received(TEA, "shop", 5),
                new StockAdjusted(tea, main, -4, AdjustmentReason.SHRINKAGE, null),
                new StockPolicySet(tea, null, 2, 40L, 5L),
                new UnitsSetAside(tea, main, 3, AdjustmentReason.DAMAGED, "shelf"),
                new TransferSent(tea, new TransferId(TEA + ".1"), main, new LocationId("shop"), 2, "van"),
                new IncomingAnnounced(tea, new IncomingId("order"), main, 9, LocalDate.parse("2026-12-24"), "order"),
                held(TEA, "c1", at("main", 3))));
        events.addAll(List.of(registered(BAD), received(BAD, "main", 3)));
        querySide.append(events.toArray());
        querySide.appendStored("stock:" + BAD, StockReceived.class, "2", "{");
        querySide.awaitReady(0);
        rehearsal = new Rehearsal(querySide);
        await().untilAsserted(() -> assertThat(listed()).containsOnlyKeys(TEA, OLD, BAD));
        await().untilAsserted(() -> assertThat(pages()).containsOnlyKeys(TEA, OLD, BAD));
        await().until(() -> pages().get(BAD).isDegraded());
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static Map<String, ProductListIndex.StoredEntry> listed() {
        CacheGeneration known = querySide.bean(CacheGenerationStore.class).read();
        Map<String, ProductListIndex.StoredEntry> stored = querySide
                .bean(ProductListIndex.class)
                .stored(known, SkuProjection.listRegion(new Epoch(SkuProjection.NAME, 1)), List.of(TEA, OLD, BAD));
        return stored == null ? Map.of() : stored;
    }

    private static Map<String, CachedResponse> pages() {
        CacheGeneration known = querySide.bean(CacheGenerationStore.class).read();
        return querySide.bean(TieredCache.class).inRedis(known, "sku:pages:1", List.of(TEA, OLD, BAD));
    }

    @Test
    void withoutABugNothingDiffers() {
        assertThat(compare(new Bug("none", "", "", "", all -> all, SAME, SAME, side -> side)))
                .isEmpty();
        assertThat(bugs()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void aBugIsFound(Bug bug) {
        assertThat(compare(bug))
                .anySatisfy(difference -> {
                    assertThat(difference.key()).isEqualTo(bug.sku());
                    assertThat(difference.kind()).isEqualTo(bug.kind());
                    assertThat(difference.field()).startsWith(bug.field());
                })
                .allSatisfy(difference -> assertThat(difference.key()).isEqualTo(bug.sku()));
    }

    private static List<Difference> compare(Bug bug) {
        Map<String, SkuState> states = new HashMap<>();
        for (String sku : List.of(TEA, OLD, BAD)) {
            List<ProjectedEvent> events = new ArrayList<>(rehearsal.events("product:" + sku));
            events.addAll(rehearsal.events("stock:" + sku));
            states.put(sku, folded(sku, events, bug));
        }
        return rehearsal.compare(querySide.bean(SkuProjection.class), answers(bug), states, bug.side());
    }

    private static SkuState folded(String sku, List<ProjectedEvent> events, Bug bug) {
        SkuState state = SkuState.empty(sku);
        for (ProjectedEvent event : bug.events().apply(events)) {
            state = state.after(List.of(event));
        }
        if (!sku.equals(TEA)) {
            return state;
        }
        ObjectNode json = StoredJson.mapper().valueToTree(state);
        bug.state().accept(json);
        return StoredJson.mapper().treeToValue(json, SkuState.class);
    }

    private static SkuAnswerComparison answers(Bug bug) {
        List<SkuResponse> responses = querySide.instance(0).getBeanProvider(SkuResponse.class).stream()
                .map(response -> changed(response, bug))
                .toList();
        SkuListEntry entries = querySide.bean(SkuListEntry.class);
        return new SkuAnswerComparison(
                querySide.bean(CacheGenerationStore.class),
                querySide.bean(TieredCache.class),
                querySide.bean(ProductListIndex.class),
                responses,
                stored -> changed(entries.render(stored), bug),
                new ServedDatabase(querySide.bean(ServedDatabase.class).factory(), true));
    }

    private static SkuResponse changed(SkuResponse response, Bug bug) {
        return new SkuResponse() {
            @Override
            public String kind() {
                return response.kind();
            }

            @Override
            public CachedResponse render(VersionedDocument<SkuState> stored) {
                CachedResponse right = response.render(stored);
                return right == null
                                || !kind().equals(bug.kind())
                                || !stored.key().equals(TEA)
                        ? right
                        : new CachedResponse(
                                right.revision(),
                                right.productVersion(),
                                right.stockVersion(),
                                changed(right.body(), bug));
            }
        };
    }

    private static ListEntry changed(ListEntry right, Bug bug) {
        ListEntry.Placement placement = right.placement();
        if (!bug.kind().equals("list") || !right.key().equals(TEA) || placement == null) {
            return right;
        }
        ObjectNode json = StoredJson.mapper().valueToTree(placement);
        if (bug.field().startsWith("placement")) {
            bug.answer().accept(json);
        }
        return new ListEntry(
                right.key(),
                right.revision(),
                right.productVersion(),
                right.stockVersion(),
                StoredJson.mapper().treeToValue(json, ListEntry.Placement.class),
                bug.field().startsWith("placement") ? right.body() : changed(right.body(), bug));
    }

    private static byte[] changed(byte[] body, Bug bug) {
        ObjectNode json = (ObjectNode) StoredJson.mapper().readTree(body);
        bug.answer().accept(json);
        return StoredJson.mapper().writeValueAsBytes(json);
    }
}
