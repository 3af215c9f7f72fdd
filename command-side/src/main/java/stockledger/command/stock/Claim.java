package stockledger.command.stock;

import java.util.List;
import stockledger.events.Allocation;

/**
 * What one reservation claims of the SKU.
 *
 * @param attempt who held it
 * @param allocated false while it is only held
 */
record Claim(String attempt, List<Allocation> allocations, boolean allocated) {

    Claim confirmed() {
        return new Claim(attempt, allocations, true);
    }
}
