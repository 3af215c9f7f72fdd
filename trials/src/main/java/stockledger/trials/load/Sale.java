package stockledger.trials.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The requests of a sale, one unit each. The units sold follow from it, whatever the order in which the service receives
 * the requests.
 *
 * @param stockEach units of each SKU before the sale
 * @param picks for each request the index of its SKU
 */
record Sale(String location, List<String> skus, long stockEach, int[] picks) {

    /** A constant, so that runs are comparable. */
    private static final long SEED = 20_260_101;

    /** Every request is for the same SKU. */
    static Sale ofOne(String location, String sku, long stock, int requests) {
        return new Sale(location, List.of(sku), stock, new int[requests]);
    }

    /** Every request is for a random SKU. */
    static Sale ofMany(String location, List<String> skus, long stockEach, int requests) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] picks = IntStream.generate(() -> random.nextInt(skus.size()))
                .limit(requests)
                .toArray();
        return new Sale(location, skus, stockEach, picks);
    }

    int requests() {
        return picks.length;
    }

    /** Units that must be sold of each SKU: all requested, or all in stock. */
    long[] sold() {
        long[] units = new long[skus.size()];
        for (int pick : picks) {
            units[pick]++;
        }
        return LongStream.of(units)
                .map(requested -> Math.min(requested, stockEach))
                .toArray();
    }

    long totalSold() {
        return LongStream.of(sold()).sum();
    }
}
