package stockledger.trials.client;

/** An endless sequence of encoded requests. */
@FunctionalInterface
public interface RequestSequence {

    byte[] next();
}
