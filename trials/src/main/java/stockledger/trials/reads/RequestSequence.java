package stockledger.trials.reads;

/** An endless sequence of encoded requests. */
@FunctionalInterface
interface RequestSequence {

    byte[] next();
}
