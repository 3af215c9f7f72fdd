package stockledger.query.projection;

/** As many queries of the past as may read events at the same time do so, and none has ended in time. */
public final class HistoryBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HistoryBusyException() {
        super("too many queries of the past", null, false, false);
    }
}
