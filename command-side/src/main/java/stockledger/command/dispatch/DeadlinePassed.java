package stockledger.command.dispatch;

/**
 * The event store has not answered before the request's deadline. What was sent to it may be stored: the same request with
 * the same idempotency key has one effect.
 */
public final class DeadlinePassed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DeadlinePassed() {
        super("the event store has not answered in time", null, false, false);
    }
}
