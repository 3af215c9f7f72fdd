package stockledger.trials.acceptance;

/**
 * Something that the service tells otherwise than the file.
 *
 * @param subject the SKU, or the reservation
 * @param what which of its numbers or movements
 */
record Difference(String subject, String what, String expected, String got) {

    @Override
    public String toString() {
        return subject + ": " + what + ": expected " + expected + ", got " + got;
    }
}
