package stockledger.trials.acceptance;

/**
 * A row with missing or invalid values.
 *
 * @param line line number in the file; the header is line 1
 * @param played false when the row was left out
 */
record DirtyRow(int line, String reason, boolean played) {

    @Override
    public String toString() {
        return "line " + line + (played ? ", played: " : ", left out: ") + reason;
    }
}
