package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Units are counted in the order of their allocations, in which they are shipped and returned. */
class AllocationTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final List<Allocation> ALLOCATIONS = List.of(new Allocation(MAIN, 3), new Allocation(SHOP, 2));

    @Test
    void aSliceOfAllUnitsEqualsTheAllocations() {
        assertThat(Allocation.units(ALLOCATIONS)).isEqualTo(5);
        assertThat(Allocation.slice(ALLOCATIONS, 0, 5)).isEqualTo(ALLOCATIONS);
    }

    @Test
    void aSliceMayBeginAndEndWithinAnAllocation() {
        assertThat(Allocation.slice(ALLOCATIONS, 1, 4))
                .containsExactly(new Allocation(MAIN, 2), new Allocation(SHOP, 1));
        assertThat(Allocation.slice(ALLOCATIONS, 3, 4)).containsExactly(new Allocation(SHOP, 1));
        assertThat(Allocation.slice(ALLOCATIONS, 0, 1)).containsExactly(new Allocation(MAIN, 1));
    }

    @Test
    void sumsAndDifferencesAreSortedByLocation() {
        List<Allocation> more = List.of(new Allocation(SHOP, 1), new Allocation(MAIN, 4));
        assertThat(Allocation.plus(ALLOCATIONS, more))
                .containsExactly(new Allocation(MAIN, 7), new Allocation(SHOP, 3));
        assertThat(Allocation.minus(more, ALLOCATIONS)).containsExactly(new Allocation(MAIN, 1));
        assertThat(Allocation.minus(ALLOCATIONS, more)).containsExactly(new Allocation(SHOP, 1));
        assertThat(Allocation.minus(ALLOCATIONS, ALLOCATIONS)).isEmpty();
    }

    @Test
    void anEmptyRangeIsEmptyAndPositionsBeyondTheEndAreIgnored() {
        assertThat(Allocation.slice(ALLOCATIONS, 2, 2)).isEmpty();
        assertThat(Allocation.slice(ALLOCATIONS, 4, 9)).containsExactly(new Allocation(SHOP, 1));
        assertThat(Allocation.slice(ALLOCATIONS, 5, 9)).isEmpty();
        assertThat(Allocation.slice(List.of(), 0, 9)).isEmpty();
    }
}
