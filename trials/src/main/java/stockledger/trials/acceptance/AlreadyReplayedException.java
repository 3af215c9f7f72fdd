package stockledger.trials.acceptance;

/** The service had a product of this day before the first product was registered. */
final class AlreadyReplayedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AlreadyReplayedException(String sku) {
        super("the service already has product " + sku
                + ", so a day was replayed on it before. Use an empty service, or --verify-only to check a day that was"
                + " replayed");
    }
}
