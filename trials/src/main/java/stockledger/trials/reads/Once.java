package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;

/** One question alone. */
final class Once implements Errands, Errand {

    private final byte[] request;
    private boolean asked;

    Once(byte[] request) {
        this.request = request;
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        if (asked) {
            return null;
        }
        asked = true;
        return this;
    }

    @Override
    public long dueNanos() {
        return NEVER;
    }

    @Override
    public byte[] request() {
        return request;
    }

    @Override
    public void heard(Reply reply, long sentNanos, long nowNanos) {
        if (reply.status() / 100 != 2) {
            throw new Refused("status " + reply.status());
        }
    }

    @Override
    public void failed(String why, long nowNanos) {
        throw new Refused(why);
    }
}
