package stockledger.trials.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Many receipts in one CSV file. It follows from its run's name and sizes, so that a later run that only watches the job
 * knows the expected stock.
 *
 * @param run part of its SKUs and references
 */
record ReceiptFile(String run, String location, int rows, int skuCount) {

    private static final long SEED = 20_260_102;
    private static final int MAX_UNITS = 20;

    List<String> skus() {
        return IntStream.range(0, skuCount).mapToObj(this::sku).toList();
    }

    private String sku(int number) {
        return "BULK-" + run + "-" + number;
    }

    String csv() {
        StringBuilder text = new StringBuilder("sku,locationId,quantity,reference\n");
        forEachRow((row, sku, units) -> text.append(sku(sku))
                .append(',')
                .append(location)
                .append(',')
                .append(units)
                .append(',')
                .append(run)
                .append('-')
                .append(row)
                .append('\n'));
        return text.toString();
    }

    /** Units on hand of each SKU after all receipts. */
    long[] onHand() {
        long[] units = new long[skuCount];
        forEachRow((row, sku, more) -> units[sku] += more);
        return units;
    }

    private interface RowConsumer {
        void accept(int row, int sku, int units);
    }

    private void forEachRow(RowConsumer consumer) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < rows; row++) {
            consumer.accept(row, random.nextInt(skuCount), 1 + random.nextInt(MAX_UNITS));
        }
    }
}
