package stockledger.query.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.query.Fold;
import stockledger.query.http.QueryProblemException;
import stockledger.query.inventory.InventoryController.PromiseAnswer;
import stockledger.query.sku.ExpectedDelivery;
import stockledger.query.sku.SkuState;
import stockledger.query.sku.UnitsInTransit;

/** Levels, transfers and deliveries of a SKU are sent in pages, each entry once; sums are always those of all. */
class LongListsArePagedTest {

    private static final Sku SKU = new Sku("mug");
    private static final LocationId MAIN = new LocationId("l-000");

    @Test
    void anInventoryThatFitsIsSentAtOnce() {
        InventoryAnswer answer = answer(state(200, 200, 200), 200, null);

        assertThat(answer.levels()).hasSize(200);
        assertThat(answer.transfers()).hasSize(200);
        assertThat(answer.deliveries()).hasSize(200);
        assertThat(answer.nextCursor()).isNull();
    }

    @Test
    void everyPageHasTheSumsOfAll() {
        InventoryAnswer first = answer(state(7, 5, 3), 2, null);
        InventoryAnswer second = answer(state(7, 5, 3), 2, first.nextCursor());

        assertThat(first.levels()).hasSize(2);
        assertThat(second.levels()).hasSize(2).doesNotContainAnyElementsOf(first.levels());
        assertThat(second.onHand()).isEqualTo(first.onHand()).isEqualTo(7 * 10 - 5);
        assertThat(second.incoming()).isEqualTo(first.incoming()).isEqualTo(3 * 4);
        assertThat(second.inTransit()).isEqualTo(first.inTransit()).isEqualTo(5);
    }

    @Test
    void thePagesHaveEveryEntryOnce() {
        SkuState state = state(7, 5, 12);
        List<String> locations = new ArrayList<>();
        List<String> transfers = new ArrayList<>();
        List<String> deliveries = new ArrayList<>();
        String cursor = null;
        do {
            InventoryAnswer page = answer(state, 3, cursor);
            page.levels().forEach(level -> locations.add(level.locationId()));
            page.transfers().forEach(transfer -> transfers.add(transfer.id()));
            page.deliveries().forEach(delivery -> deliveries.add(delivery.id()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(locations).containsExactlyElementsOf(ids("l", 7));
        assertThat(transfers)
                .containsExactlyElementsOf(state.inbound().transfers().stream()
                        .map(UnitsInTransit::id)
                        .toList());
        assertThat(deliveries)
                .containsExactlyElementsOf(state.inbound().deliveries().stream()
                        .map(ExpectedDelivery::id)
                        .toList());
    }

    @Test
    void aTransferThatArrivesBetweenPagesHidesNoOther() {
        SkuState before = state(1, 4, 0);
        String cursor = answer(before, 2, null).nextCursor();
        SkuState after = before.on(Fold.event(new TransferReceived(SKU, new TransferId("t-001"), MAIN, 1, 1), 99));

        assertThat(answer(after, 2, cursor).transfers())
                .extracting(UnitsInTransit::id)
                .containsExactly("t-002", "t-003");
    }

    @Test
    void promisedDeliveriesArePagedAndSummedOverAll() {
        SkuState state = state(1, 0, 5);
        LocalDate on = LocalDate.of(2027, 1, 1);
        PromiseAnswer first = PromiseAnswer.of(state, on, LocalDate.EPOCH, 1L, DeliveryPage.of(SKU, 3, null));
        PromiseAnswer second =
                PromiseAnswer.of(state, on, LocalDate.EPOCH, 1L, DeliveryPage.of(SKU, 3, first.nextCursor()));

        assertThat(first.incoming()).isEqualTo(second.incoming()).isEqualTo(5 * 4);
        assertThat(first.deliveries()).hasSize(3);
        assertThat(second.deliveries()).hasSize(2).doesNotContainAnyElementsOf(first.deliveries());
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void aCursorOfAnotherSkuIsRefused() {
        String cursor = answer(state(3, 0, 0), 2, null).nextCursor();

        assertThatThrownBy(() -> InventoryPage.of(new Sku("cup"), 2, cursor)).isInstanceOf(QueryProblemException.class);
        assertThatThrownBy(() -> DeliveryPage.of(SKU, 2, cursor)).isInstanceOf(QueryProblemException.class);
    }

    private static InventoryAnswer answer(SkuState state, int limit, @Nullable String cursor) {
        return InventoryAnswer.of(state, 1L, InventoryPage.of(SKU, limit, cursor));
    }

    /** A SKU with ten units at each location, transfers of one unit, and deliveries of four. */
    private static SkuState state(int locations, int transfers, int deliveries) {
        List<Object> events = new ArrayList<>(List.of(registered("mug")));
        ids("l", locations).forEach(id -> events.add(received("mug", id, 10)));
        ids("t", transfers).forEach(id -> events.add(new TransferSent(SKU, new TransferId(id), MAIN, MAIN, 1, null)));
        for (String id : ids("d", deliveries)) {
            LocalDate day = LocalDate.of(2026, 12, 31).minusDays(id.hashCode() % 4);
            events.add(new IncomingAnnounced(SKU, new IncomingId(id), MAIN, 4, day, null));
        }
        return Fold.sku(events.toArray());
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%s-%03d".formatted(prefix, i))
                .toList();
    }
}
