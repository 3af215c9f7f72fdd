package stockledger.query.projection;

/** No epoch of a projection is served yet: MongoDB has not been reached since this process started. */
public final class NotServedYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotServedYetException(String projection) {
        super("no epoch of " + projection + " is served yet", null, false, false);
    }
}
