package stockledger.trials.http;

/** Finds out, after an attempt without a clear answer, whether it had an effect. */
@FunctionalInterface
public interface Aftermath {

    /** For commands that may simply be sent again. */
    Aftermath HARMLESS = () -> false;

    /** Whether the command got through, so that it must not be sent again. */
    boolean gotThrough();
}
