package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Units are counted in the order of their allocations: so they leave, and so they come back. */
class AllocationTest {

    private static final LocationId MAIN = new LocationId("MAIN");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final List<Allocation> CLAIMED = List.of(new Allocation(MAIN, 3), new Allocation(SHOP, 2));

    @Test
    void allUnitsAreTheSameAllocations() {
        assertThat(Allocation.units(CLAIMED)).isEqualTo(5);
        assertThat(Allocation.between(CLAIMED, 0, 5)).isEqualTo(CLAIMED);
    }

    @Test
    void aPartMayBeginAndEndWithinAnAllocation() {
        assertThat(Allocation.between(CLAIMED, 1, 4)).containsExactly(new Allocation(MAIN, 2), new Allocation(SHOP, 1));
        assertThat(Allocation.between(CLAIMED, 3, 4)).containsExactly(new Allocation(SHOP, 1));
        assertThat(Allocation.between(CLAIMED, 0, 1)).containsExactly(new Allocation(MAIN, 1));
    }

    @Test
    void ofNothingNothingIsLeftAndWhatIsNotThereIsLeftOut() {
        assertThat(Allocation.between(CLAIMED, 2, 2)).isEmpty();
        assertThat(Allocation.between(CLAIMED, 4, 9)).containsExactly(new Allocation(SHOP, 1));
        assertThat(Allocation.between(CLAIMED, 5, 9)).isEmpty();
        assertThat(Allocation.between(List.of(), 0, 9)).isEmpty();
    }
}
