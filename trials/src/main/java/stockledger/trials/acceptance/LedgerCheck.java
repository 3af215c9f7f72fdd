package stockledger.trials.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares a SKU's ledger with the expected movements, and checks its running balances. */
final class LedgerCheck {

    private LedgerCheck() {}

    static List<Difference> differences(String sku, List<Movement> expected, List<Ledger.Entry> newestFirst) {
        List<Difference> found = new ArrayList<>();
        compare(sku, expected, newestFirst, found);
        checkBalances(sku, newestFirst, found);
        return found;
    }

    /** Every expected movement must occur as often as expected, and no other movement. */
    private static void compare(
            String sku, List<Movement> expected, List<Ledger.Entry> entries, List<Difference> found) {
        Map<Movement, Integer> surplus = new LinkedHashMap<>();
        Map<Movement, Integer> expectedTimes = new HashMap<>();
        for (Movement movement : expected) {
            expectedTimes.merge(movement, 1, Integer::sum);
            surplus.merge(movement, -1, Integer::sum);
        }
        entries.forEach(entry -> surplus.merge(entry.movement(), 1, Integer::sum));
        surplus.forEach((movement, extra) -> {
            if (extra != 0) {
                int times = expectedTimes.getOrDefault(movement, 0);
                found.add(new Difference(sku, "movement " + movement, times + " of it", String.valueOf(times + extra)));
            }
        });
    }

    /** Each balance must be the previous balance at its location plus the delta. */
    private static void checkBalances(String sku, List<Ledger.Entry> newestFirst, List<Difference> found) {
        Map<String, Long> balances = new HashMap<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Ledger.Entry entry = newestFirst.get(i);
            Movement movement = entry.movement();
            long expected = balances.getOrDefault(movement.location(), 0L) + movement.delta();
            if (entry.balance() != expected) {
                found.add(new Difference(
                        sku, "balance after " + movement, String.valueOf(expected), String.valueOf(entry.balance())));
            }
            balances.put(movement.location(), entry.balance());
        }
    }
}
