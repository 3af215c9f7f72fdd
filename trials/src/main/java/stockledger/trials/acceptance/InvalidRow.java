package stockledger.trials.acceptance;

/**
 * A row with missing or invalid values.
 *
 * @param line line number in the file; the header is line 1
 * @param replayed false when the row was skipped
 */
record InvalidRow(int line, String reason, boolean replayed) {

    @Override
    public String toString() {
        return "line " + line + (replayed ? ", replayed: " : ", skipped: ") + reason;
    }
}
