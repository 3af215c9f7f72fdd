package stockledger.query.projection;

/** Another operator's request changes the projection at this moment. */
public final class ChangeInProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChangeInProgressException(String projection) {
        super("another request changes " + projection, null, false, false);
    }
}
