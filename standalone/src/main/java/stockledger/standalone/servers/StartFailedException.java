package stockledger.standalone.servers;

/** The start failed for a known reason; the message is one sentence for the operator. */
public final class StartFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartFailedException(String reason) {
        super(reason);
    }

    public StartFailedException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
