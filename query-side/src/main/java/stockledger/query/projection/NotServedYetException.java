package stockledger.query.projection;

/**
 * A projection is not served yet: since this process started, its live epoch has not been seen to pass the head that the
 * event store had then.
 */
public sealed class NotServedYetException extends RuntimeException permits OtherEventsException {

    private static final long serialVersionUID = 1L;

    NotServedYetException(String message) {
        super(message, null, false, false);
    }
}
