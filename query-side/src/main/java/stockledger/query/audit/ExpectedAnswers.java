package stockledger.query.audit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import stockledger.query.audit.ExpectedStock.Policy;
import stockledger.query.audit.ExpectedStock.Term;
import stockledger.query.sku.SearchTerms;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document and the answers that an {@link ExpectedSku} must have, as plain JSON written from docs/openapi.json. It shares
 * no code with the renderers, apart from the terms by which a text is found ({@link SearchTerms}).
 */
final class ExpectedAnswers {

    /** Locations on a page, and entries of each list of an inventory. */
    private static final int MAX_ENTRIES = 200;

    /** What a further page is compared as: the cursor is opaque. */
    static final String MORE = "more";

    private static final int LEDGER_PART = 16;
    private static final String SEPARATOR = "\u0001";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ExpectedSku expected;
    private final ExpectedCatalog catalog;
    private final ExpectedStock stock;
    private final String sku;

    ExpectedAnswers(ExpectedSku expected) {
        this.expected = expected;
        this.catalog = expected.catalog();
        this.stock = expected.stock();
        this.sku = expected.sku().value();
    }

    /** The members of the stored document. */
    ObjectNode document() {
        ObjectNode document = JSON.objectNode().put("sku", sku);
        if (catalog.isRegistered()) {
            document.set("catalog", catalogEntry());
            document.set("keys", keys());
        }
        document.set("stock", storedStock());
        ObjectNode inbound = document.putObject("inbound");
        inbound.putArray("transfers").addAll(stock.transfers());
        inbound.putArray("deliveries").addAll(stock.deliveries());
        document.put("inStock", expected.isInStock())
                .put("status", expected.status().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                .put("low", expected.isLow());
        put(document, "asOf", expected.asOf());
        long parts = stock.movementCount() / LEDGER_PART;
        document.putArray("tail").addAll(stock.movements(parts * LEDGER_PART, stock.movementCount()));
        return document;
    }

    /** The complete parts of the ledger that were not compared yet: at most the newest two or three, by their numbers. */
    List<Long> newLedgerParts() {
        return LongStream.range(
                        (stock.firstMovement() + LEDGER_PART - 1) / LEDGER_PART, stock.movementCount() / LEDGER_PART)
                .boxed()
                .toList();
    }

    /** Forgets the parts of the ledger that have been compared. */
    void forgetLedgerParts() {
        stock.forgetMovements(stock.movementCount() / LEDGER_PART * LEDGER_PART);
    }

    /** The movements of a part of the ledger, which must be a new one. */
    ArrayNode ledgerPart(long number) {
        return JSON.arrayNode().addAll(stock.movements(number * LEDGER_PART, (number + 1) * LEDGER_PART));
    }

    private ObjectNode catalogEntry() {
        ObjectNode entry = JSON.objectNode().put("name", catalog.name());
        put(entry, "description", catalog.description());
        put(entry, "brand", catalog.brand());
        put(entry, "category", catalog.category());
        ArrayNode attributes = entry.putArray("attributes");
        catalog.attributes()
                .forEach((name, value) ->
                        attributes.addObject().put("name", name).put("value", value));
        entry.set("price", price());
        catalog.images().forEach(entry.putArray("images")::add);
        return entry.put("discontinued", catalog.isDiscontinued())
                .put("changedAt", catalog.changedAt().toString());
    }

    private ObjectNode price() {
        return JSON.objectNode().put("amount", catalog.amount()).put("currency", catalog.currency());
    }

    private ObjectNode keys() {
        ObjectNode keys = JSON.objectNode();
        catalog.categories().forEach(keys.putArray("categories")::add);
        keys.put("price", catalog.sortedPrice()).put("band", catalog.band());
        List<String> positions = positions();
        keys.put("byName", positions.get(0)).put("byPrice", positions.get(1)).put("byUpdated", positions.get(2));
        String brand = catalog.brand();
        List<String> titles = brand == null ? List.of(catalog.name(), sku) : List.of(catalog.name(), sku, brand);
        SearchTerms.ofProduct(titles, catalog.description()).forEach(keys.putArray("prefixes")::add);
        return keys;
    }

    /** The sort keys by name, price and last change. */
    private List<String> positions() {
        return List.of(
                SearchTerms.sortKey(catalog.name()) + SEPARATOR + sku,
                catalog.sortedPrice() + SEPARATOR + sku,
                "%016d".formatted(catalog.changedAt().toEpochMilli()) + SEPARATOR + sku);
    }

    private ObjectNode storedStock() {
        ObjectNode stored = JSON.objectNode();
        ArrayNode levels = stored.putArray("levels");
        for (String location : stock.locations()) {
            ObjectNode level = levels.addObject().put("locationId", location);
            putTerms((name, term) -> level.put(name, stock.of(location, term)));
        }
        boolean ofWholeOnly = stock.policies().stream().allMatch(policy -> policy.location() == null);
        ArrayNode terms =
                stored.putObject("policy").put("ofWholeOnly", ofWholeOnly).putArray("terms");
        for (Policy policy : stock.policies()) {
            ObjectNode one = terms.addObject();
            put(one, "locationId", policy.location());
            putLimits(one.put("safetyStock", policy.safetyStock()), policy);
        }
        return stored.put("movements", stock.movementCount());
    }

    private static void putTerms(BiConsumer<String, Term> to) {
        to.accept("onHand", Term.ON_HAND);
        to.accept("held", Term.HELD);
        to.accept("allocated", Term.ALLOCATED);
        to.accept("unavailable", Term.UNAVAILABLE);
        to.accept("safetyStock", Term.SAFETY_STOCK);
        to.accept("inTransit", Term.IN_TRANSIT);
        to.accept("incoming", Term.INCOMING);
    }

    private static void putLimits(ObjectNode to, Policy policy) {
        if (policy.reorderPoint() != null) {
            to.put("reorderPoint", policy.reorderPoint());
        }
        if (policy.backorderLimit() != null) {
            to.put("backorderLimit", policy.backorderLimit());
        }
    }

    /** The product page; null while the product is not in the catalog. */
    @Nullable
    ObjectNode page() {
        if (!catalog.isRegistered()) {
            return null;
        }
        ObjectNode page = JSON.objectNode().put("sku", sku).put("name", catalog.name());
        put(page, "description", catalog.description());
        put(page, "brand", catalog.brand());
        put(page, "category", catalog.category());
        ObjectNode attributes = page.putObject("attributes");
        catalog.attributes().forEach(attributes::put);
        page.set("price", price());
        catalog.images().forEach(page.putArray("images")::add);
        if (catalog.isDiscontinued()) {
            page.put("discontinued", true);
        }
        ObjectNode availability = page.putObject("availability");
        putTerms((name, term) -> availability.put(name, stock.sum(term)));
        availability.put("status", expected.status()).put("available", shown(expected.available()));
        availability.put("safetyStock", safetyStock());
        page.set("levels", levels(false));
        if (stock.locations().size() > MAX_ENTRIES) {
            page.put("moreLevels", true);
        }
        long stockVersion = expected.versionOf(expected.sku().stockStream());
        page.put(
                "version",
                expected.versionOf(expected.sku().productStream()) + (stockVersion < 0 ? "" : "." + stockVersion));
        put(page, "asOf", expected.asOf());
        return page;
    }

    private static long shown(long available) {
        return Math.max(0, available);
    }

    /** Of the SKU as a whole and of all locations. */
    private long safetyStock() {
        return stock.policies().stream().mapToLong(Policy::safetyStock).sum();
    }

    private ArrayNode levels(boolean withLimits) {
        ArrayNode levels = JSON.arrayNode();
        for (String location : stock.locations()) {
            if (levels.size() < MAX_ENTRIES) {
                ObjectNode level = levels.addObject().put("locationId", location);
                putTerms((name, term) -> level.put(name, stock.of(location, term)));
                level.put("available", shown(stock.available(location)));
                if (withLimits) {
                    putLimits(level, stock.policy(location));
                }
            }
        }
        return levels;
    }

    /** The availability of the SKU; null while the product is not in the catalog. */
    @Nullable
    ObjectNode availability() {
        return catalog.isRegistered()
                ? JSON.objectNode()
                        .put("sku", sku)
                        .put("available", shown(expected.available()))
                        .put("status", expected.status())
                : null;
    }

    /** The first page of the inventory. */
    ObjectNode inventory() {
        ObjectNode answer = JSON.objectNode().put("sku", sku);
        long version = expected.versionOf(expected.sku().stockStream());
        if (version >= 0) {
            answer.put("version", version);
        }
        putTerms((name, term) -> answer.put(name, stock.sum(term)));
        answer.put("safetyStock", safetyStock())
                .put("available", shown(expected.available()))
                .put("status", expected.status());
        putLimits(answer, stock.policy(null));
        answer.set("levels", levels(true));
        answer.putArray("transfers").addAll(first(stock.transfers()));
        answer.putArray("deliveries").addAll(first(stock.deliveries()));
        put(answer, "asOf", expected.asOf());
        if (stock.locations().size() > MAX_ENTRIES
                || stock.transfers().size() > MAX_ENTRIES
                || stock.deliveries().size() > MAX_ENTRIES) {
            answer.put("nextCursor", MORE);
        }
        return answer;
    }

    private static List<ObjectNode> first(List<ObjectNode> all) {
        return all.subList(0, Math.min(MAX_ENTRIES, all.size()));
    }

    /** Its item in lists; null while the product is not in the catalog. */
    @Nullable
    ObjectNode listItem() {
        if (!catalog.isRegistered()) {
            return null;
        }
        ObjectNode item = JSON.objectNode().put("sku", sku).put("name", catalog.name());
        put(item, "brand", catalog.brand());
        put(item, "category", catalog.category());
        item.set("price", price());
        put(item, "image", catalog.images().isEmpty() ? null : catalog.images().get(0));
        item.putObject("availability").put("status", expected.status()).put("available", shown(expected.available()));
        return item;
    }

    /** Its lists, and its positions in them; null while the product is not in the catalog. */
    @Nullable
    ObjectNode listPlacement() {
        if (!catalog.isRegistered()) {
            return null;
        }
        ObjectNode placement = JSON.objectNode()
                .put("price", catalog.sortedPrice())
                .put("stock", expected.isInStock() ? "IN_STOCK" : "OUT_OF_STOCK");
        positions().forEach(placement.putArray("positions")::add);
        ArrayNode lists = placement.putArray("lists").add("c");
        catalog.categories().forEach(category -> lists.add("c" + category));
        ArrayNode facets =
                placement.putArray("facets").add("s" + expected.status()).add("p" + catalog.band());
        String brand = catalog.brand();
        if (brand != null) {
            lists.add("b" + brand);
            facets.add("b" + brand);
        }
        return placement;
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable Instant value) {
        put(node, name, value == null ? null : value.toString());
    }
}
