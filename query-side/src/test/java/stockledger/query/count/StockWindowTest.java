package stockledger.query.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static stockledger.query.SampleEvents.allocated;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.held;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.shipped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.stock.AdjustmentReason;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.query.Fold;
import stockledger.query.count.CountedStock.Booking;
import stockledger.query.count.CountedStock.OpenAllocation;
import stockledger.query.count.CountedStock.OpenTransfer;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuHistory.Explained;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.SourceEvent;
import stockledger.query.sku.StockOrigins;
import stockledger.query.sku.StockOrigins.ClaimChange;
import stockledger.query.sku.StockOrigins.OpenClaim;
import stockledger.query.sku.StockOrigins.Origin;

/** Events of the SKU {@code mug} happen one second apart, see {@link Fold#time}. */
class StockWindowTest {

    private static final LocationId MAIN = new LocationId("main");
    private static final Sku MUG = new Sku("mug");
    private static final TransferId TRANSFER = new TransferId("t");

    private final List<OpenClaim> claims = new ArrayList<>();
    private final List<Origin> transfers = new ArrayList<>();

    /** The evidence of a count after so many of the events. */
    private CountedStock counted(int before, Object... events) {
        SkuState state = SkuState.empty("mug").on(Fold.event(registered("mug"), 0));
        for (int i = 0; i < before; i++) {
            state = state.on(Fold.event(events[i], i));
        }
        StockOrigins origins = new StockOrigins(List.of(), claims, null, List.of(), transfers);
        Explained explained = new Explained(new VersionedDocument<>("mug", 0, Map.of(), state), origins);
        StockWindow window = new StockWindow(MAIN, Fold.time(before - 1), before - 1, explained);
        for (int i = 0; i < events.length; i++) {
            window.on(Fold.event(events[i], i));
        }
        return window.counted(0, true);
    }

    private static SourceEvent source(long number) {
        ProjectedEvent event = Fold.event(received("mug", "main", 1), number);
        return new SourceEvent(event.sequence(), event.id(), "stock.Event", event.at(), "kim", null, null, null, null);
    }

    @Test
    void expectedUnitsAreThoseOfTheTimeOfTheCountByAllEvents() {
        CountedStock stock = counted(
                1,
                received("mug", "main", 10),
                received("mug", "main", 7),
                new StockReceived(MUG, MAIN, 3, null, Fold.time(0), null),
                new StockAdjusted(MUG, MAIN, -2, AdjustmentReason.DAMAGED, null, null, Fold.time(0), null),
                received("mug", "north", 5));

        assertThat(stock.expected()).isEqualTo(11);
        assertThat(stock.later()).isEqualTo(4);
    }

    @Test
    void receiptsAfterTheCountAreLateUnlessTheyNameTheirTime() {
        CountedStock stock = counted(
                1,
                received("mug", "main", 10),
                received("mug", "main", 7),
                new StockReceived(MUG, MAIN, 3, null, Fold.time(2), null),
                new TransferReceived(MUG, TRANSFER, MAIN, 4, 4, null),
                new TransferReceived(MUG, TRANSFER, new LocationId("north"), 9, 9, null));

        assertThat(stock.lateBookings()).extracting(Booking::units).containsExactly(7L, 4L);
        assertThat(stock.receipts()).extracting(Booking::units).containsExactly(10L);
    }

    @Test
    void lastBookedCountHasCorrectedWhatWasBeforeIt() {
        CountedStock stock = counted(
                3,
                received("mug", "main", 10),
                new StockCounted(MUG, MAIN, 9, 10, Fold.time(1), null),
                received("mug", "main", 5));

        assertThat(stock.expected()).isEqualTo(14);
        assertThat(stock.receipts()).extracting(Booking::units).containsExactly(5L);
        assertThat(stock.lastCount()).isEqualTo(Fold.time(1));
    }

    @Test
    void orderIsOpenByWhatHasNotShippedSince() {
        Instant expiry = Instant.EPOCH;
        claims.add(new OpenClaim("slow", expiry, List.of(new ClaimChange("main", 0, 4, source(2)))));
        claims.add(new OpenClaim("later", expiry, List.of(new ClaimChange("main", 0, 3, source(3)))));
        CountedStock stock = counted(
                8,
                received("mug", "main", 20),
                held("mug", "slow", at("main", 4)),
                allocated("mug", "slow", at("main", 4)),
                allocated("mug", "later", at("main", 3)),
                held("mug", "fast", at("main", 2)),
                allocated("mug", "fast", at("main", 2)),
                allocated("mug", "other", at("north", 2)),
                shipped("mug", "fast", at("main", 2)),
                shipped("mug", "later", at("main", 3)));

        assertThat(stock.allocations())
                .extracting(OpenAllocation::reservationId, OpenAllocation::open, OpenAllocation::shippedLater)
                .containsExactly(tuple("slow", 4L, 0L), tuple("later", 0L, 3L));
        assertThat(stock.allocations().get(0).overtaken()).isEqualTo(1);
        assertThat(stock.shippingMillis()).containsExactly(2_000L);
    }

    @Test
    void transferUnderWayIsOpenByWhatHasNotArrivedSince() {
        transfers.add(new Origin("t", source(1)));
        CountedStock stock = counted(
                2,
                received("mug", "north", 10),
                new TransferSent(MUG, TRANSFER, new LocationId("north"), MAIN, 6, null),
                new TransferReceived(MUG, TRANSFER, MAIN, 6, 2, 4L));

        assertThat(stock.transfers())
                .extracting(OpenTransfer::units, OpenTransfer::isInbound)
                .containsExactly(tuple(4L, true));
    }

    @Test
    void eventsAfterTheCountsOfASheetAreBoundedTogether() {
        SheetEvents events = new SheetEvents(200);
        int read = 0;
        for (int line = 0; line < 200; line++) {
            int most = events.maxAfterOfNext();
            assertThat(most).isBetween(200, 2_000);
            int ofLine = line < 100 ? 1 : most;
            events.read(ofLine);
            read += ofLine;
        }

        assertThat(read).isBetween(39_000, 40_000);
        assertThat(new SheetEvents(1).maxAfterOfNext()).isEqualTo(2_000);
    }
}
