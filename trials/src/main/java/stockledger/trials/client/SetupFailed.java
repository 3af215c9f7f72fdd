package stockledger.trials.client;

/** A precondition of the trial is missing or was refused, so nothing was measured. */
public final class SetupFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SetupFailed(String message) {
        super(message);
    }
}
