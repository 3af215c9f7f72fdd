package stockledger.trials.reads;

import org.jspecify.annotations.Nullable;

/** Questions of one kind at a fixed rate, whatever becomes of them, each written down. */
final class Steadily implements Errands {

    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Questions questions;
    private final SteadyLog log;
    private final long startNanos;
    private final double gapNanos;
    private final long total;
    private long asked;

    Steadily(Questions questions, SteadyLog log, long startNanos, double perSecond, double seconds) {
        this.questions = questions;
        this.log = log;
        this.startNanos = startNanos;
        this.gapNanos = 1e9 / perSecond;
        this.total = Math.max(1, (long) (seconds * perSecond));
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        if (asked == total || due(asked) - nowNanos > 0) {
            return null;
        }
        return new Written(questions.next(), due(asked++), log);
    }

    private long due(long number) {
        return startNanos + (long) (number * gapNanos);
    }

    @Override
    public long dueNanos() {
        return asked == total ? NEVER : due(asked);
    }

    private record Written(byte[] request, long dueNanos, SteadyLog log) implements Errand {

        @Override
        public void heard(Reply reply, long sentNanos, long nowNanos) {
            if (reply.status() == OK && reply.bodyLength() > 0) {
                log.answered(dueNanos, nowNanos);
            } else {
                log.failed(dueNanos, nowNanos, word(reply));
            }
        }

        /** Whoever is told to come back is told when. */
        private static String word(Reply reply) {
            boolean late = reply.status() == UNAVAILABLE && reply.header("Retry-After") != null;
            return reply.status() + (late ? " with Retry-After" : "");
        }

        @Override
        public void failed(String why, long nowNanos) {
            log.failed(dueNanos, nowNanos, why);
        }
    }
}
