package stockledger.trials.acceptance;

/**
 * A value of the service that differs from the expected value.
 *
 * @param subject SKU or reservation id
 * @param what the number or movement that differs
 */
record Difference(String subject, String what, String expected, String got) {

    @Override
    public String toString() {
        return subject + ": " + what + ": expected " + expected + ", got " + got;
    }
}
