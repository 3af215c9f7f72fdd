package stockledger.query.count;

/**
 * How many events are read for the lines of a sheet: some 20 ms for each thousand. Those before the counts are divided equally.
 * Later events are needed for the expected units, so that a line may also read what the lines before it left over.
 */
final class SheetEvents {

    static final int MAX_OF_LINE = 2_000;
    private static final int MAX_OF_SHEET = 40_000;

    private final int maxBefore;
    private int lines;
    private int left = MAX_OF_SHEET;

    SheetEvents(int lines) {
        this.lines = lines;
        this.maxBefore = Math.min(MAX_OF_LINE, MAX_OF_SHEET / lines);
    }

    /** Events before the count of each line. */
    int maxBefore() {
        return maxBefore;
    }

    /** Events after the count of the next line. */
    int maxAfterOfNext() {
        return Math.min(MAX_OF_LINE, left / lines);
    }

    /** So many of them were read. */
    void read(int later) {
        left -= later;
        lines--;
    }
}
