package stockledger.query.projection;

/**
 * A projection is not served yet: since this process started, its live epoch has not been seen to pass the head that the
 * event store had then.
 */
public final class NotServedYetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotServedYetException(String projection) {
        super(projection + " is not served yet", null, false, false);
    }
}
