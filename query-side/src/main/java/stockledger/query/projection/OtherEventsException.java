package stockledger.query.projection;

/**
 * The event store is not the one that the read models were folded from, or it has lost events: nothing is served until an
 * operator has accepted it.
 */
public final class OtherEventsException extends NotServedYetException {

    private static final long serialVersionUID = 1L;

    OtherEventsException(EventStoreIdentity.Difference difference) {
        super(difference.reason());
    }
}
