package stockledger.trials.reads;

/** What is asked one after the other, ready to be sent. It does not end. */
@FunctionalInterface
interface Questions {

    byte[] next();
}
