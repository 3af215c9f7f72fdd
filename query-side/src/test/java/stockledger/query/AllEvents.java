package stockledger.query;

import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;
import static stockledger.query.SampleEvents.shipped;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stockledger.events.IncomingId;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.Money;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.WebhookId;
import stockledger.events.bulk.JobEvent.ChunkWorked;
import stockledger.events.bulk.JobEvent.JobAccepted;
import stockledger.events.bulk.JobEvent.JobCancelled;
import stockledger.events.bulk.JobEvent.JobFinished;
import stockledger.events.bulk.JobEvent.JobStopped;
import stockledger.events.bulk.JobEvent.PartClaimed;
import stockledger.events.bulk.JobEvent.RequestAccepted;
import stockledger.events.bulk.JobEvent.RequestAnswered;
import stockledger.events.bulk.RowFailure;
import stockledger.events.bulk.StoredRow;
import stockledger.events.bulk.UploadEvent.ChunkStored;
import stockledger.events.catalog.ProductEvent.ProductAttributesReplaced;
import stockledger.events.catalog.ProductEvent.ProductDescribed;
import stockledger.events.catalog.ProductEvent.ProductDiscontinued;
import stockledger.events.catalog.ProductEvent.ProductImagesReplaced;
import stockledger.events.catalog.ProductEvent.ProductReactivated;
import stockledger.events.catalog.ProductEvent.ProductRebranded;
import stockledger.events.catalog.ProductEvent.ProductRecategorized;
import stockledger.events.catalog.ProductEvent.ProductRenamed;
import stockledger.events.catalog.ProductEvent.ProductRepriced;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;
import stockledger.events.idempotency.KeyEvent.KeyUsed;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.events.operator.OperatorEvent.EpochRolledBack;
import stockledger.events.operator.OperatorEvent.EpochSwitched;
import stockledger.events.operator.OperatorEvent.EventDiscarded;
import stockledger.events.operator.OperatorEvent.EventStoreAccepted;
import stockledger.events.operator.OperatorEvent.GlobalOrderAdvanced;
import stockledger.events.operator.OperatorEvent.ParkedKeysRetried;
import stockledger.events.operator.OperatorEvent.ProjectionPaused;
import stockledger.events.operator.OperatorEvent.ProjectionResumed;
import stockledger.events.operator.OperatorEvent.RebuildCancelled;
import stockledger.events.operator.OperatorEvent.RebuildRequested;
import stockledger.events.operator.OperatorEvent.RebuildThrottled;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.LocationChoice;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.SalesResumed;
import stockledger.events.stock.StockEvent.SalesStopped;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.webhook.WebhookEvent.WebhookChanged;
import stockledger.events.webhook.WebhookEvent.WebhookEventSkipped;
import stockledger.events.webhook.WebhookEvent.WebhookPaused;
import stockledger.events.webhook.WebhookEvent.WebhookRegistered;
import stockledger.events.webhook.WebhookEvent.WebhookRemoved;
import stockledger.events.webhook.WebhookEvent.WebhookReplayRequested;
import stockledger.events.webhook.WebhookEvent.WebhookResumed;
import stockledger.events.webhook.WebhookEvent.WebhookSecretRotated;

/** A history of one product and its reservations that has every kind of event. */
public final class AllEvents {

    private AllEvents() {}

    /** Every kind of event at least once, in an order that can occur. */
    public static List<Object> of(String sku) {
        return Stream.of(
                        catalogLife(sku),
                        arrivals(sku),
                        books(sku),
                        linesCrossed(sku),
                        bought(sku),
                        cameBack(sku),
                        letGo(sku),
                        cancelled(sku),
                        expired(sku),
                        abandoned(sku),
                        changed(sku),
                        doneLater(sku),
                        byOperators(sku),
                        refused(sku),
                        webhookLife(sku))
                .flatMap(List::stream)
                .toList();
    }

    private static ReservationId cart(String sku, int number) {
        return new ReservationId(sku + "-r" + number);
    }

    private static List<Object> catalogLife(String sku) {
        Sku id = new Sku(sku);
        return List.of(
                new LocationOpened(new LocationId(sku + ".place"), "Place"),
                registered(sku),
                new ProductRenamed(id, "Renamed"),
                new ProductDescribed(id, "Described"),
                new ProductRebranded(id, "Other"),
                new ProductRecategorized(id, "Table/Cups"),
                new ProductAttributesReplaced(id, Map.of("colour", "blue")),
                new ProductImagesReplaced(id, List.of("https://img/2")),
                new ProductRepriced(id, Money.of("7.00", "EUR")),
                new ProductDiscontinued(id),
                new ProductReactivated(id));
    }

    private static List<Object> arrivals(String sku) {
        return List.of(
                received(sku, "main", 20),
                received(sku, "shop", 5),
                new StockAdjusted(new Sku(sku), new LocationId("main"), -4, AdjustmentReason.SHRINKAGE, null));
    }

    private static List<Object> books(String sku) {
        Sku id = new Sku(sku);
        LocationId main = new LocationId("main");
        LocationId shop = new LocationId("shop");
        TransferId van = new TransferId(sku + ".1");
        IncomingId order = new IncomingId(sku + "-order");
        return List.of(
                new StockPolicySet(id, null, 2, 10L, 5L),
                new StockPolicySet(id, main, 1, 4L, null),
                new UnitsSetAside(id, main, 3, AdjustmentReason.DAMAGED, "shelf"),
                new UnitsPutBack(id, main, 1, AdjustmentReason.FOUND, null),
                new StockCounted(id, shop, 6, 5, EXPIRY),
                new TransferSent(id, van, main, shop, 2, "van"),
                new TransferReceived(id, van, shop, 2, 1),
                new IncomingAnnounced(id, order, main, 9, LocalDate.parse("2026-12-24"), "order"),
                new IncomingArrived(id, order, main, 4),
                new IncomingCancelled(id, order, main, 5));
    }

    private static List<Object> linesCrossed(String sku) {
        Sku id = new Sku(sku);
        return List.of(
                new StockRanLow(id, 10, 10),
                new StockRanOut(id, 0),
                new StockCameBack(id, 1),
                new SalesStopped(id, 8),
                new SalesResumed(id, 9));
    }

    private static List<Object> bought(String sku) {
        ReservationId one = cart(sku, 1);
        return List.of(
                held(sku, one.value(), at("main", 3)),
                reservationHeld(one.value(), sku, at("main", 3)),
                new ReservationExtended(one, EXPIRY.plusSeconds(60)),
                new ReservationConfirmed(one),
                allocated(sku, one.value(), at("main", 3)),
                new ReservationPartlyShipped(one, List.of(new LineUnits(new Sku(sku), 1))),
                shipped(sku, one.value(), at("main", 1)),
                new ReservationShipped(one),
                shipped(sku, one.value(), at("main", 2)));
    }

    private static List<Object> cameBack(String sku) {
        Sku id = new Sku(sku);
        ReservationId one = cart(sku, 1);
        return List.of(
                new ReservationReturned(
                        one,
                        1,
                        List.of(
                                new ReturnedLine(id, at("main", 1), ReturnCondition.SELLABLE, 6),
                                new ReturnedLine(id, at("shop", 1), ReturnCondition.UNAVAILABLE, 6)),
                        "slip 1"),
                new UnitsReturned(id, one, 1, at("main", 1), ReturnCondition.SELLABLE, "slip 1"),
                new UnitsReturned(id, one, 1, at("shop", 1), ReturnCondition.UNAVAILABLE, "slip 1"));
    }

    private static List<Object> letGo(String sku) {
        ReservationId two = cart(sku, 2);
        return List.of(
                held(sku, two.value(), at("shop", 2)),
                reservationHeld(two.value(), sku, at("shop", 2)),
                new ReservationReleased(two),
                new HoldReleased(new Sku(sku), two, at("shop", 2), ReleaseCause.RELEASED));
    }

    private static List<Object> cancelled(String sku) {
        ReservationId five = cart(sku, 5);
        return List.of(
                held(sku, five.value(), at("shop", 1)),
                reservationHeld(five.value(), sku, at("shop", 1)),
                new ReservationConfirmed(five),
                allocated(sku, five.value(), at("shop", 1)),
                new ReservationCancelled(five),
                new AllocationReleased(new Sku(sku), five, at("shop", 1)));
    }

    private static List<Object> expired(String sku) {
        ReservationId three = cart(sku, 3);
        return List.of(
                held(sku, three.value(), at("shop", 5)),
                reservationHeld(three.value(), sku, at("shop", 5)),
                new ReservationExpired(three),
                new HoldReleased(new Sku(sku), three, at("shop", 5), ReleaseCause.EXPIRED));
    }

    private static List<Object> changed(String sku) {
        ReservationId six = cart(sku, 6);
        Sku id = new Sku(sku);
        List<ReservedLine> lines = List.of(new ReservedLine(id, 1, at("shop", 1), null, "first"));
        return List.of(
                held(sku, six.value(), at("main", 2)),
                reservationHeld(six.value(), sku, at("main", 2)),
                new HoldIncreased(id, six, "second", at("shop", 1), EXPIRY, LocationChoice.FEWEST_LOCATIONS, 0),
                new ReservationChangeAbandoned(six),
                new ReservationLinesReplaced(six, "second", lines),
                new HoldReduced(id, six, at("main", 2), ReleaseCause.RELEASED, 2),
                new ReservationReleased(six),
                new HoldReleased(id, six, at("shop", 1), ReleaseCause.RELEASED));
    }

    private static List<Object> abandoned(String sku) {
        ReservationId four = cart(sku, 4);
        return List.of(
                new ReservationAbandoned(four), held(sku, four.value() + EXPIRY.getEpochSecond(), at("main", 6)));
    }

    private static List<Object> doneLater(String sku) {
        JobId rows = new JobId(sku + "-rows");
        JobId stopped = new JobId(sku + "-stopped");
        JobId given = new JobId(sku + "-given-up");
        JobId asyncJob = new JobId(sku + "-async");
        String upload = sku + "-upload";
        return List.of(
                new ChunkStored(upload, 0, 0, List.of(StoredRow.of(2, "{}"), StoredRow.of(3, "{}"))),
                new KeyUsed(sku + "-key", "f", "stock:" + sku),
                new JobAccepted(rows, "receipts", upload, 2, List.of(1), false),
                new PartClaimed(rows, 0, "worker", EXPIRY),
                new ChunkWorked(rows, 0, 0, "worker", 1, List.of(new RowFailure(3, "wrong-type", "quantity")), null),
                new JobFinished(rows),
                new JobAccepted(given, "receipts", upload, 2, List.of(1), true),
                new JobAccepted(stopped, "receipts", upload, 2, List.of(2), false),
                new ChunkWorked(stopped, 0, 0, "worker", 0, List.of(), null, 1),
                new JobStopped(stopped, "too-many-failures"),
                new JobCancelled(given),
                new RequestAccepted(asyncJob, "POST", "/v1/locations", Map.of("accept", "*/*"), "{}"),
                new PartClaimed(asyncJob, 0, "worker", EXPIRY),
                new RequestAnswered(asyncJob, 400, Map.of("content-type", "application/problem+json"), "{}"),
                new JobFinished(asyncJob));
    }

    private static List<Object> refused(String sku) {
        return List.of(new DemandRefused(
                new Sku(sku),
                null,
                LocalDate.parse("2026-12-24"),
                RefusalCause.SHORTAGE,
                2,
                List.of(new RefusedShopper("order 9", 5, 2)),
                0,
                0,
                0));
    }

    private static List<Object> webhookLife(String sku) {
        WebhookId id = new WebhookId(sku + "-hook");
        return List.of(
                new WebhookRegistered(id, "https://erp.example/", List.of("stock.*"), sku, null, "ERP", "none"),
                new WebhookChanged(id, "https://erp.example/2", List.of(), null, null, null),
                new WebhookSecretRotated(id, 2, "none", SampleEvents.EXPIRY),
                new WebhookPaused(id, "moved"),
                new WebhookResumed(id),
                new WebhookReplayRequested(id, 1, 0L, null),
                new WebhookEventSkipped(id, "event"),
                new WebhookRemoved(id));
    }

    private static List<Object> byOperators(String sku) {
        String reason = "because";
        return List.of(
                new RebuildRequested("sku", 2, false, reason),
                new RebuildThrottled("sku", 2, 1_000, reason),
                new RebuildCancelled("sku", 2, reason),
                new EpochSwitched("sku", 3, reason),
                new EpochRolledBack("sku", 1, reason),
                new ProjectionPaused("sku", reason),
                new ProjectionResumed("sku", reason),
                new SkuRepaired(new Sku(sku), reason),
                new ParkedKeysRetried(null, List.of(sku), reason),
                new EventDiscarded("sku", "stock:" + sku, 3, reason),
                new EventStoreAccepted(7, reason),
                new GlobalOrderAdvanced(7, reason));
    }
}
