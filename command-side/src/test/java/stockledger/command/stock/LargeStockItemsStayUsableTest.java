package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static stockledger.command.stock.StockExamples.MUG;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.CountTooOld;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.store.SnapshotForms;

/**
 * A SKU with 100,000 open claims, 60,000 open deliveries or 5,000 locations decides as fast as a small one, and its snapshot
 * fits into a message of Axon Server. The time-outs are far above the usual time, and far below the hours that decisions
 * take which read every claim, delivery or location.
 */
class LargeStockItemsStayUsableTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int SECONDS = 240;

    private final StockUnderTest stock = new StockUnderTest();
    private final Random random = new Random(1);

    @Test
    @Timeout(SECONDS)
    void withAHundredThousandOpenClaims() {
        receive(MAIN, 1_000_000);
        times(100_000, i -> hold(uuid(), null, 1));

        assertThat(hold("last", null, 1)).containsExactly(new Allocation(MAIN, 1));
        assertThat(snapshotBytes()).isLessThan(MAX_MESSAGE_BYTES - (256 << 10));
    }

    @Test
    @Timeout(SECONDS)
    void withSixtyThousandOpenDeliveries() {
        times(60_000, i -> announce(uuid(), location(i % 50), i));
        stock.decide(new SetStockPolicy(MUG, null, 0, null, 100L));

        assertThat(hold("backordered", null, 1))
                .as("the delivery that is expected first")
                .containsExactly(new Allocation(location(0), 1));
        assertThat(snapshotBytes()).isLessThan(MAX_MESSAGE_BYTES - (256 << 10));
    }

    @Test
    @Timeout(SECONDS)
    void withFiveThousandLocationsThatHavePolicies() {
        times(5_000, i -> {
            receive(location(i), 10 + i);
            stock.decide(new SetStockPolicy(MUG, location(i), 5, 1L, null));
        });
        times(5_000, i -> hold("at-" + i, location(i), 1));
        times(1_000, i -> hold("anywhere-" + i, null, 1));

        assertThat(hold("two", null, 7_500))
                .as("the fullest first")
                .hasSize(2)
                .extracting(Allocation::locationId)
                .allMatch(chosen -> Integer.parseInt(chosen.value().substring(4)) > 3_900);
        assertThat(snapshotBytes()).isLessThan(MAX_MESSAGE_BYTES / 4);
    }

    @Test
    @Timeout(SECONDS)
    void movementsOfAllLocationsAreKeptUpToTheirBytes() {
        Instant first = stock.now();
        int receipts = RecentMovements.MAX_BYTES / 2;
        times(receipts, i -> receive(location(i % 500), 1));

        assertThatThrownBy(() -> stock.decide(count(location(1), first.plusMillis(1))))
                .as("movements of the first minute are kept together")
                .isInstanceOf(CountTooOld.class);
        Instant minute = first.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        long byThen = (Duration.between(first, minute).toMillis() + 499) / 500;
        StockAnswer replayed = (StockAnswer) stock.replayed().decide(count(location(1), byThen, minute));
        assertThat(replayed.delta()).isZero();
        assertThat(((StockAnswer) stock.decide(count(location(1), byThen, minute))).delta())
                .isZero();
        assertThat(snapshotBytes()).isLessThan(2 * RecentMovements.MAX_BYTES);
    }

    private CountStock count(LocationId location, Instant at) {
        return count(location, 1, at);
    }

    private CountStock count(LocationId location, long units, Instant at) {
        return new CountStock(MUG, location, units, at, stock.now());
    }

    private void times(int count, Consumer<Integer> each) {
        for (int i = 0; i < count; i++) {
            each.accept(i);
        }
    }

    private void receive(LocationId location, long units) {
        stock.decide(new ReceiveStock(MUG, location, units, null));
    }

    private void announce(String id, LocationId location, int i) {
        LocalDate day = LocalDate.of(2026, 12, 1).plusDays(i % 300);
        stock.decide(new AnnounceIncoming(MUG, new IncomingId(id), location, 9, day, null));
    }

    @SuppressWarnings("unchecked")
    private List<Allocation> hold(String id, @Nullable LocationId location, long units) {
        return (List<Allocation>) stock.decide(new HoldUnits(
                MUG,
                new ReservationId(id),
                Long.toHexString(random.nextLong()),
                List.of(new UnitRequest(location, units)),
                StockExamples.EXPIRES));
    }

    private static LocationId location(int i) {
        return new LocationId("LOC-" + i);
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The size of the snapshot, which is read again. */
    private int snapshotBytes() {
        Serializer serializer = SnapshotForms.serializer(StockItem.class);
        SerializedObject<byte[]> stored = serializer.serialize(stock.item(), byte[].class);
        StockItem read = serializer.deserialize(stored);
        assertThat(read.weight()).isEqualTo(stock.item().weight());
        return stored.getData().length;
    }
}
