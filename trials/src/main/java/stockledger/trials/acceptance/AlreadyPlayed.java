package stockledger.trials.acceptance;

/** The service knows a product of this day before the day began. */
final class AlreadyPlayed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AlreadyPlayed(String sku) {
        super("the service already has product " + sku
                + ": this day, or another, was played on it. Use a fresh service, or --verify-only to check a day"
                + " that was played");
    }
}
