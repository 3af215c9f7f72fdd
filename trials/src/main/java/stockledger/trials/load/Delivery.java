package stockledger.trials.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Many receipts in one file. It follows from its run's name alone, so that whoever goes on watching it later knows what
 * must be on hand.
 *
 * @param run names its SKUs and references
 */
record Delivery(String run, String location, int rows, int skuCount) {

    private static final long SEED = 20_260_102;
    private static final int MOST_UNITS = 20;

    List<String> skus() {
        return IntStream.range(0, skuCount).mapToObj(this::sku).toList();
    }

    private String sku(int number) {
        return "BULK-" + run + "-" + number;
    }

    /** The file: a row for each receipt. */
    byte[] csv() {
        StringBuilder text = new StringBuilder("sku,locationId,quantity,reference\n");
        each((row, sku, units) -> text.append(sku(sku))
                .append(',')
                .append(location)
                .append(',')
                .append(units)
                .append(',')
                .append(run)
                .append('-')
                .append(row)
                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Units that must be on hand of each SKU when all is received. */
    long[] onHand() {
        long[] units = new long[skuCount];
        each((row, sku, more) -> units[sku] += more);
        return units;
    }

    private interface Row {
        void is(int row, int sku, int units);
    }

    private void each(Row each) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < rows; row++) {
            each.is(row, random.nextInt(skuCount), 1 + random.nextInt(MOST_UNITS));
        }
    }
}
