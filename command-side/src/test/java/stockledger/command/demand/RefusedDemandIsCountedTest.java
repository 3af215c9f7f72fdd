package stockledger.command.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;
import stockledger.events.demand.RefusedShopper;

class RefusedDemandIsCountedTest {

    private static final Sku MUG = new Sku("mug");
    private static final LocationId NORTH = new LocationId("north");
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RefusedDemand demand = new RefusedDemand(Clock.fixed(NOW, ZoneOffset.UTC), registry);

    private void refuse(Sku sku, String shopper, long asked, long shortBy) {
        demand.add(sku, null, RefusalCause.SHORTAGE, shopper, asked, shortBy);
    }

    @Test
    void nothingIsTakenTwice() {
        refuse(MUG, "order-1", 3, 1);

        assertThat(demand.take()).hasSize(1);
        assertThat(demand.take()).isEmpty();
    }

    @Test
    void aCartThatIsTriedAgainIsOneShopper() {
        refuse(MUG, "order-1", 3, 1);
        refuse(MUG, "order-1", 5, 3);
        refuse(MUG, "order-1", 4, 2);

        assertThat(demand.take())
                .containsExactly(new DemandRefused(
                        MUG,
                        null,
                        LocalDate.parse("2026-01-31"),
                        RefusalCause.SHORTAGE,
                        3,
                        List.of(new RefusedShopper("order-1", 5, 3)),
                        0,
                        0,
                        0));
    }

    @Test
    void locationsAndCausesAreApart() {
        demand.add(MUG, NORTH, RefusalCause.SHORTAGE, "order-1", 3, 1);
        demand.add(MUG, null, RefusalCause.SHORTAGE, "order-1", 3, 1);
        demand.add(MUG, null, RefusalCause.DISCONTINUED, "order-1", 3, 3);

        assertThat(demand.take()).hasSize(3);
    }

    @Test
    void shoppersBeyondTheNamedOnesAreInTheSums() {
        for (int i = 0; i < RefusedDemand.MAX_SHOPPERS_OF_KEY + 2; i++) {
            refuse(MUG, "order-" + i, 4, 3);
        }

        DemandRefused event = demand.take().get(0);
        assertThat(event.shoppers()).hasSize(RefusedDemand.MAX_SHOPPERS_OF_KEY);
        assertThat(event.requests()).isEqualTo(RefusedDemand.MAX_SHOPPERS_OF_KEY + 2);
        assertThat(event.otherRequests()).isEqualTo(2);
        assertThat(event.otherUnitsAsked()).isEqualTo(8);
        assertThat(event.otherUnitsShort()).isEqualTo(6);
    }

    @Test
    void skusBeyondTheBoundAreCountedByAMeter() {
        for (int i = 0; i < RefusedDemand.MAX_KEYS + 3; i++) {
            refuse(new Sku("sku-" + i), "order-1", 1, 1);
        }

        assertThat(demand.take()).hasSize(RefusedDemand.MAX_KEYS);
        assertThat(registry.get("stockledger.demand.uncounted").counter().count())
                .isEqualTo(3);
    }
}
