package stockledger.query.count;

/**
 * How well the units of a cause fit a difference.
 *
 * @param difference counted − expected
 */
record Fit(long difference, Picking picking) {

    /** Less sure, since the rest is guessed. */
    private static final double WITH_PICKING = 0.7;

    /** 1 when the units are the difference, less when orders that are being picked make up the rest, otherwise 0. */
    double of(long units) {
        if (units == difference) {
            return 1;
        }
        return picking.explains(difference - units) == null ? 0 : WITH_PICKING;
    }

    /** Whether the difference is a part of these units. */
    boolean isPartOf(long units) {
        return Long.signum(units) == Long.signum(difference) && Math.abs(difference) < Math.abs(units);
    }
}
