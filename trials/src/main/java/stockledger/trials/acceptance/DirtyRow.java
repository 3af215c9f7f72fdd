package stockledger.trials.acceptance;

/**
 * A row that is not as it should be.
 *
 * @param line its line in the file, the header being 1
 * @param played false when it was left out
 */
record DirtyRow(int line, String reason, boolean played) {

    @Override
    public String toString() {
        return "line " + line + (played ? ", played: " : ", left out: ") + reason;
    }
}
