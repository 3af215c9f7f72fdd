package stockledger.trials.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Who wants what: each customer in turn wants one unit of one SKU. What must be sold follows from it, whatever the order
 * in which the service hears them.
 *
 * @param stockEach units received of each SKU before the sale
 * @param picks for each request the SKU that it wants, by its place in the list
 */
record Sale(String location, List<String> skus, long stockEach, int[] picks) {

    /** The same every time, so that runs can be compared. */
    private static final long SEED = 20_260_101;

    /** Everybody wants the same SKU. */
    static Sale ofOne(String location, String sku, long stock, int requests) {
        return new Sale(location, List.of(sku), stock, new int[requests]);
    }

    /** Everybody wants any of the SKUs. */
    static Sale ofMany(String location, List<String> skus, long stockEach, int requests) {
        SplittableRandom random = new SplittableRandom(SEED);
        return new Sale(
                location,
                skus,
                stockEach,
                IntStream.generate(() -> random.nextInt(skus.size()))
                        .limit(requests)
                        .toArray());
    }

    int requests() {
        return picks.length;
    }

    /** Units that must be sold of each SKU: as many as are wanted or as there are. */
    long[] sold() {
        long[] wanted = new long[skus.size()];
        for (int pick : picks) {
            wanted[pick]++;
        }
        for (int sku = 0; sku < wanted.length; sku++) {
            wanted[sku] = Math.min(wanted[sku], stockEach);
        }
        return wanted;
    }

    long soldInAll() {
        return IntStream.range(0, skus.size()).mapToLong(sku -> sold()[sku]).sum();
    }
}
