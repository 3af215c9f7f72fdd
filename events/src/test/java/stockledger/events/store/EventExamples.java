package stockledger.events.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.WebhookId;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredCommand;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.demand.DemandEvent;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;
import stockledger.events.idempotency.KeyEvent;
import stockledger.events.location.LocationEvent;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.TakenFrom;
import stockledger.events.webhook.WebhookEvent;

/**
 * The expected value of every golden file, with every field filled; keys are stored name and revision. When a revision is
 * added, the older ones stay here with the value that they are upcast to.
 */
final class EventExamples {

    private static final Sku MUG = new Sku("MUG-01");
    private static final LocationId NORTH = new LocationId("north.1");
    private static final LocationId SOUTH = new LocationId("south_2");
    private static final ReservationId CART = new ReservationId("cart-7");
    private static final Instant EXPIRES = Instant.parse("2026-01-31T10:15:30.123456Z");
    private static final List<Allocation> ALLOCATIONS = List.of(new Allocation(NORTH, 3), new Allocation(SOUTH, 4));
    private static final Money PRICE = Money.of("12.5", "GBP");
    private static final List<String> IMAGES = List.of("https://shop.example/mug.jpg", "https://shop.example/back.jpg");

    private static final JobId JOB = new JobId("job-3");

    private EventExamples() {}

    static Map<String, Object> all() {
        Map<String, Object> values = new LinkedHashMap<>();
        catalog(values);
        stock(values);
        reservation(values);
        bulk(values);
        idempotency(values);
        apiKeys(values);
        operator(values);
        demand(values);
        webhooks(values);
        values.put("location.LocationOpened.1", new LocationEvent.LocationOpened(NORTH, "Warehouse «North»"));
        return values;
    }

    private static void catalog(Map<String, Object> values) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("colour", "rosé");
        attributes.put("volume", "330 ml");
        values.put(
                "catalog.ProductRegistered.1",
                new ProductEvent.ProductRegistered(
                        MUG, "Mug", "Holds tea.", "Potter", "Kitchen/Mugs", attributes, PRICE, IMAGES));
        values.put("catalog.ProductRenamed.1", new ProductEvent.ProductRenamed(MUG, "Large mug"));
        values.put("catalog.ProductDescribed.1", new ProductEvent.ProductDescribed(MUG, "Holds more tea."));
        values.put("catalog.ProductRebranded.1", new ProductEvent.ProductRebranded(MUG, "Potter & Sons"));
        values.put("catalog.ProductRecategorized.1", new ProductEvent.ProductRecategorized(MUG, "Kitchen"));
        values.put("catalog.ProductAttributesReplaced.1", new ProductEvent.ProductAttributesReplaced(MUG, attributes));
        values.put("catalog.ProductImagesReplaced.1", new ProductEvent.ProductImagesReplaced(MUG, IMAGES));
        values.put("catalog.ProductRepriced.1", new ProductEvent.ProductRepriced(MUG, PRICE));
        values.put("catalog.ProductDiscontinued.1", new ProductEvent.ProductDiscontinued(MUG));
        values.put("catalog.ProductReactivated.1", new ProductEvent.ProductReactivated(MUG));
    }

    private static void stock(Map<String, Object> values) {
        values.put("stock.StockReceived.1", new StockEvent.StockReceived(MUG, NORTH, 1_000_000_000L, "note 12"));
        values.put(
                "stock.StockReceived.2",
                new StockEvent.StockReceived(MUG, NORTH, 12, "note 12", EXPIRES, EXPIRES.plusSeconds(60)));
        values.put(
                "stock.StockAdjusted.2",
                new StockEvent.StockAdjusted(
                        MUG,
                        NORTH,
                        -2,
                        AdjustmentReason.DAMAGED,
                        "pallet fell",
                        TakenFrom.UNAVAILABLE,
                        EXPIRES,
                        EXPIRES.plusSeconds(60)));
        values.put(
                "stock.StockAdjusted.1",
                new StockEvent.StockAdjusted(MUG, NORTH, -2, AdjustmentReason.DAMAGED, "pallet fell"));
        values.put("stock.UnitsHeld.1", new StockEvent.UnitsHeld(MUG, CART, "a1", ALLOCATIONS, EXPIRES));
        values.put(
                "stock.UnitsHeld.2",
                new StockEvent.UnitsHeld(MUG, CART, "a1", ALLOCATIONS, EXPIRES, LocationChoice.FEWEST_LOCATIONS));
        values.put("stock.UnitsAllocated.1", new StockEvent.UnitsAllocated(MUG, CART, ALLOCATIONS));
        values.put("stock.HoldReleased.1", new StockEvent.HoldReleased(MUG, CART, ALLOCATIONS, ReleaseCause.SHORTAGE));
        values.put(
                "stock.HoldIncreased.1",
                new StockEvent.HoldIncreased(MUG, CART, "a2", ALLOCATIONS, EXPIRES, LocationChoice.PRIORITY_ORDER, 4));
        values.put("stock.HoldReduced.1", new StockEvent.HoldReduced(MUG, CART, ALLOCATIONS, ReleaseCause.RELEASED, 5));
        values.put("stock.AllocationReleased.1", new StockEvent.AllocationReleased(MUG, CART, ALLOCATIONS));
        values.put("stock.UnitsShipped.1", new StockEvent.UnitsShipped(MUG, CART, ALLOCATIONS));
        values.put(
                "stock.UnitsReturned.1",
                new StockEvent.UnitsReturned(MUG, CART, 2, ALLOCATIONS, ReturnCondition.UNAVAILABLE, "slip 4"));
        inventory(values);
        values.put("stock.StockRanLow.1", new StockEvent.StockRanLow(MUG, 5, 6));
        values.put("stock.StockRanOut.1", new StockEvent.StockRanOut(MUG, -1));
        values.put("stock.StockCameBack.1", new StockEvent.StockCameBack(MUG, 12));
        values.put("stock.SalesStopped.1", new StockEvent.SalesStopped(MUG, 9));
        values.put("stock.SalesResumed.1", new StockEvent.SalesResumed(MUG, 9));
    }

    private static void inventory(Map<String, Object> values) {
        TransferId van = new TransferId("MUG-01.0f");
        IncomingId order = new IncomingId("po-4711");
        values.put("stock.StockPolicySet.1", new StockEvent.StockPolicySet(MUG, NORTH, 3, 10L, 20L));
        values.put(
                "stock.UnitsSetAside.1",
                new StockEvent.UnitsSetAside(MUG, NORTH, 2, AdjustmentReason.DAMAGED, "pallet fell"));
        values.put(
                "stock.UnitsPutBack.1",
                new StockEvent.UnitsPutBack(MUG, NORTH, 1, AdjustmentReason.FOUND, "only the box"));
        values.put("stock.StockCounted.1", new StockEvent.StockCounted(MUG, NORTH, 12, 14, EXPIRES));
        values.put("stock.StockCounted.2", new StockEvent.StockCounted(MUG, NORTH, 12, 14, EXPIRES, 1L));
        values.put("stock.TransferReceived.2", new StockEvent.TransferReceived(MUG, van, SOUTH, 5, 2, 3L));
        values.put("stock.TransferSent.1", new StockEvent.TransferSent(MUG, van, NORTH, SOUTH, 5, "van 3"));
        values.put("stock.TransferReceived.1", new StockEvent.TransferReceived(MUG, van, SOUTH, 5, 4));
        values.put(
                "stock.IncomingAnnounced.1",
                new StockEvent.IncomingAnnounced(MUG, order, NORTH, 50, LocalDate.parse("2026-02-28"), "order 9"));
        values.put("stock.IncomingArrived.1", new StockEvent.IncomingArrived(MUG, order, NORTH, 40));
        values.put("stock.IncomingCancelled.1", new StockEvent.IncomingCancelled(MUG, order, NORTH, 10));
    }

    private static void reservation(Map<String, Object> values) {
        values.put(
                "reservation.ReservationHeld.1",
                new ReservationEvent.ReservationHeld(
                        CART, "a1", List.of(new ReservedLine(MUG, 7, ALLOCATIONS)), EXPIRES, "order 9"));
        List<ReservedLine> lines =
                List.of(new ReservedLine(MUG, 7, ALLOCATIONS, List.of(new Allocation(SOUTH, 4)), "a0"));
        values.put(
                "reservation.ReservationHeld.2",
                new ReservationEvent.ReservationHeld(
                        CART, "a1", lines, EXPIRES, "order 9", 600L, LocationChoice.PRIORITY_ORDER));
        values.put(
                "reservation.ReservationLinesReplaced.1",
                new ReservationEvent.ReservationLinesReplaced(CART, "a2", lines));
        values.put("reservation.ReservationChangeAbandoned.1", new ReservationEvent.ReservationChangeAbandoned(CART));
        values.put("reservation.ReservationConfirmed.1", new ReservationEvent.ReservationConfirmed(CART));
        values.put("reservation.ReservationReleased.1", new ReservationEvent.ReservationReleased(CART));
        values.put("reservation.ReservationExtended.1", new ReservationEvent.ReservationExtended(CART, EXPIRES));
        values.put("reservation.ReservationCancelled.1", new ReservationEvent.ReservationCancelled(CART));
        values.put("reservation.ReservationExpired.1", new ReservationEvent.ReservationExpired(CART));
        values.put("reservation.ReservationAbandoned.1", new ReservationEvent.ReservationAbandoned(CART));
        values.put("reservation.ReservationShipped.1", new ReservationEvent.ReservationShipped(CART));
        values.put(
                "reservation.ReservationPartlyShipped.1",
                new ReservationEvent.ReservationPartlyShipped(CART, List.of(new LineUnits(MUG, 5))));
        values.put(
                "reservation.ReservationReturned.1",
                new ReservationEvent.ReservationReturned(
                        CART, 2, List.of(new ReturnedLine(MUG, ALLOCATIONS, ReturnCondition.SELLABLE, 41)), "slip 4"));
    }

    private static void bulk(Map<String, Object> values) {
        List<RowFailure> failures = List.of(new RowFailure(7, "product-not-found", "There is no such product."));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("if-match", "\"p3\"");
        values.put(
                "bulk.ChunkStored.1",
                new UploadEvent.ChunkStored(
                        "up-3",
                        1,
                        2,
                        List.of(
                                StoredRow.of(2, "{\"sku\":\"MUG-01\",\"locationId\":\"north.1\",\"quantity\":5}"),
                                StoredRow.unreadable(3, null, "malformed-json", "The row is no JSON."))));
        values.put("bulk.JobAccepted.1", new JobEvent.JobAccepted(JOB, "receipts", "up-3", 2100, List.of(2, 1), true));
        values.put(
                "bulk.RequestAccepted.1",
                new JobEvent.RequestAccepted(JOB, "POST", "/v1/products/MUG-01/discontinue?a=b", headers, "{}"));
        values.put(
                "bulk.RequestAccepted.2",
                new JobEvent.RequestAccepted(
                        JOB,
                        "POST",
                        "/v1/products/MUG-01/discontinue",
                        headers,
                        "{}",
                        new StoredCommand("catalog.DiscontinueProduct", "{\"sku\":\"MUG-01\"}", 3L)));
        values.put("bulk.PartClaimed.1", new JobEvent.PartClaimed(JOB, 1, "worker-1", EXPIRES));
        values.put("bulk.ChunkWorked.1", new JobEvent.ChunkWorked(JOB, 1, 2, "worker-1", 999, failures, EXPIRES));
        values.put("bulk.ChunkWorked.2", new JobEvent.ChunkWorked(JOB, 1, 2, "worker-1", 999, failures, EXPIRES, 7));
        values.put(
                "bulk.RequestAnswered.1",
                new JobEvent.RequestAnswered(
                        JOB, 200, Map.of("content-type", "application/json"), "{\"sku\":\"MUG-01\"}"));
        values.put("bulk.JobFinished.1", new JobEvent.JobFinished(JOB));
        values.put("bulk.JobStopped.1", new JobEvent.JobStopped(JOB, "too-many-failures"));
        values.put("bulk.JobCancelled.1", new JobEvent.JobCancelled(JOB));
    }

    private static void idempotency(Map<String, Object> values) {
        values.put("idempotency.KeyUsed.1", new KeyEvent.KeyUsed("k-1", "f-1", MUG.stockStream()));
    }

    private static void webhooks(Map<String, Object> values) {
        WebhookId id = new WebhookId("hook-9");
        String url = "https://erp.example/stock?shop=1";
        List<String> types = List.of("stock.*", "reservation.ReservationExpired");
        values.put(
                "webhook.WebhookRegistered.1",
                new WebhookEvent.WebhookRegistered(id, url, types, "MUG-", NORTH, "ERP «North»", "k1"));
        values.put(
                "webhook.WebhookChanged.1",
                new WebhookEvent.WebhookChanged(id, url, types, "MUG-", NORTH, "ERP «North»"));
        values.put("webhook.WebhookSecretRotated.1", new WebhookEvent.WebhookSecretRotated(id, 2, "k1", EXPIRES));
        values.put("webhook.WebhookPaused.1", new WebhookEvent.WebhookPaused(id, "receiver is moved"));
        values.put("webhook.WebhookResumed.1", new WebhookEvent.WebhookResumed(id));
        values.put("webhook.WebhookReplayRequested.1", new WebhookEvent.WebhookReplayRequested(id, 3, 1_234L, EXPIRES));
        values.put("webhook.WebhookEventSkipped.1", new WebhookEvent.WebhookEventSkipped(id, "event-7"));
        values.put("webhook.WebhookRemoved.1", new WebhookEvent.WebhookRemoved(id));
    }

    private static void apiKeys(Map<String, Object> values) {
        values.put(
                "apikey.ApiKeyIssued.1",
                new ApiKeyEvent.ApiKeyIssued(
                        "0f3c9a1b2d4e5f60",
                        "shop-backend",
                        List.of("stock:write", "reservations:write"),
                        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
                        EXPIRES));
        values.put("apikey.ApiKeyRevoked.1", new ApiKeyEvent.ApiKeyRevoked("0f3c9a1b2d4e5f60"));
    }

    private static void demand(Map<String, Object> values) {
        values.put(
                "demand.DemandRefused.1",
                new DemandEvent.DemandRefused(
                        MUG,
                        NORTH,
                        LocalDate.parse("2026-02-28"),
                        RefusalCause.SHORTAGE,
                        9,
                        List.of(new RefusedShopper("order 9", 5, 2), new RefusedShopper(CART.value(), 3, 1)),
                        4,
                        12,
                        8));
    }

    private static void operator(Map<String, Object> values) {
        String reason = "The price list was wrong.";
        values.put("operator.RebuildRequested.1", new OperatorEvent.RebuildRequested("sku", 4, true, reason));
        values.put("operator.RebuildCancelled.1", new OperatorEvent.RebuildCancelled("sku", 4, reason));
        values.put("operator.EpochSwitched.1", new OperatorEvent.EpochSwitched("sku", 4, reason));
        values.put("operator.EpochRolledBack.1", new OperatorEvent.EpochRolledBack("sku", 3, reason));
        values.put("operator.RebuildThrottled.1", new OperatorEvent.RebuildThrottled("sku", 4, 5_000, reason));
        values.put("operator.ProjectionPaused.1", new OperatorEvent.ProjectionPaused("sku", reason));
        values.put("operator.ProjectionResumed.1", new OperatorEvent.ProjectionResumed("sku", reason));
        values.put("operator.SkuRepaired.1", new OperatorEvent.SkuRepaired(MUG, reason));
        values.put(
                "operator.ParkedKeysRetried.1",
                new OperatorEvent.ParkedKeysRetried("sku", List.of("MUG-01", "MUG-02"), 7, reason));
        values.put("operator.EventDiscarded.1", new OperatorEvent.EventDiscarded("sku", MUG.stockStream(), 12, reason));
        values.put("operator.EventStoreAccepted.1", new OperatorEvent.EventStoreAccepted(4711, reason));
        values.put("operator.GlobalOrderAdvanced.1", new OperatorEvent.GlobalOrderAdvanced(4711, reason));
    }
}
