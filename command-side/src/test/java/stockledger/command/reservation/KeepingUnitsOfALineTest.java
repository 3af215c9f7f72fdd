package stockledger.command.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** A request that replaces a held line keeps as many of its units as it can, where they are. */
class KeepingUnitsOfALineTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final List<Allocation> HELD = List.of(new Allocation(MAIN, 3), new Allocation(SHOP, 2));

    @Test
    void moreUnitsKeepAll() {
        RequestedLine more = line(new UnitRequest(null, 9));
        assertThat(more.kept(HELD)).isEqualTo(HELD);
        assertThat(more.beyond(HELD)).containsExactly(new UnitRequest(null, 4));
    }

    @Test
    void theSameUnitsKeepAll() {
        RequestedLine same = line(new UnitRequest(null, 5));
        assertThat(same.kept(HELD)).isEqualTo(HELD);
        assertThat(same.beyond(HELD)).isEmpty();
    }

    @Test
    void fewerUnitsKeepThoseThatAreRequested() {
        RequestedLine fewer = line(new UnitRequest(null, 4));
        assertThat(fewer.kept(HELD)).containsExactly(new Allocation(MAIN, 3), new Allocation(SHOP, 1));
        assertThat(fewer.beyond(fewer.kept(HELD))).isEmpty();
    }

    @Test
    void namedUnitsAreKeptAtTheirLocation() {
        RequestedLine named = line(new UnitRequest(SHOP, 3), new UnitRequest(null, 1));
        assertThat(named.kept(HELD)).containsExactly(new Allocation(MAIN, 1), new Allocation(SHOP, 2));
        assertThat(named.beyond(named.kept(HELD))).containsExactly(new UnitRequest(SHOP, 1));
    }

    @Test
    void unitsElsewhereAreNotKeptForANamedLocation() {
        RequestedLine named = line(new UnitRequest(SHOP, 5));
        assertThat(named.kept(HELD)).containsExactly(new Allocation(SHOP, 2));
        assertThat(named.beyond(named.kept(HELD))).containsExactly(new UnitRequest(SHOP, 3));
    }

    @Test
    void severalRequestsOfOneLocationAreOne() {
        RequestedLine named = line(new UnitRequest(SHOP, 1), new UnitRequest(SHOP, 2), new UnitRequest(null, 4));
        assertThat(named.kept(HELD)).isEqualTo(HELD);
        assertThat(named.beyond(HELD)).containsExactly(new UnitRequest(SHOP, 1), new UnitRequest(null, 1));
    }

    private static RequestedLine line(UnitRequest... requests) {
        return new RequestedLine(new Sku("MUG-1"), List.of(requests), LocationSelection.FEWEST_LOCATIONS);
    }
}
