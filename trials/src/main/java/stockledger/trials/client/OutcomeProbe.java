package stockledger.trials.client;

/** Finds out, after an attempt without a response, whether the command took effect. */
@FunctionalInterface
public interface OutcomeProbe {

    /** For commands that may be sent any number of times. */
    OutcomeProbe IDEMPOTENT = () -> false;

    /** Whether the command took effect and must not be sent again. */
    boolean tookEffect();
}
