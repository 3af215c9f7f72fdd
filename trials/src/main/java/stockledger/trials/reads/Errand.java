package stockledger.trials.reads;

/** One question, and what becomes of it. */
interface Errand {

    byte[] request();

    /**
     * A whole answer came.
     *
     * @param sentNanos when the question was written, by {@link System#nanoTime()}
     */
    void heard(Reply reply, long sentNanos, long nowNanos);

    /** No whole answer came; whether anything was done is not known. */
    void failed(String why, long nowNanos);
}
