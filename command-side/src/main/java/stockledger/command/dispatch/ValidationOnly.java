package stockledger.command.dispatch;

/**
 * A request that this thread goes through up to the point where somebody would be asked: what is wrong with it by itself
 * comes out, no stream is looked at, and nothing is decided.
 */
public final class ValidationOnly {

    private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

    private ValidationOnly() {}

    /** Somebody would have been asked now: so far, nothing was wrong. */
    public static final class Over extends RuntimeException {
        Over() {
            super("a rehearsal asks nobody", null, false, false);
        }
    }

    /** From here to the end of the scope this thread rehearses. */
    public static RequestContext.Scope begin() {
        RUNNING.set(true);
        return RUNNING::remove;
    }

    /** @throws Over when this thread rehearses */
    static void endsHere() {
        if (RUNNING.get() != null) {
            throw new Over();
        }
    }
}
