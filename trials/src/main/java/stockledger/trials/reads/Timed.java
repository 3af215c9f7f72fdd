package stockledger.trials.reads;

/** A question whose answer is only timed: it must be of a good status, and not empty. */
record Timed(byte[] request, long dueNanos, Times times) implements Errand {

    private static final int GOOD = 2;

    @Override
    public void heard(Reply reply, long sentNanos, long nowNanos) {
        if (reply.status() / 100 == GOOD && reply.bodyLength() > 0) {
            times.answered(dueNanos, nowNanos, reply.bodyLength());
        } else {
            times.failed(dueNanos, nowNanos, "status " + reply.status());
        }
    }

    @Override
    public void failed(String why, long nowNanos) {
        times.failed(dueNanos, nowNanos, why);
    }
}
