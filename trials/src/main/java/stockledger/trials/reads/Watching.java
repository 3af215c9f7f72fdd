package stockledger.trials.reads;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pages of what was changed, from the acknowledgement on: without a token again and again until the change is
 * shown, and once with the token.
 */
final class Watching implements Errands {

    private static final int OK = 200;
    private static final int NOT_YET = 503;
    private static final int MOST_EXAMPLES = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Requests requests;
    private final long pauseNanos;
    private final Times shown;
    private final Times withToken;
    private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::dueNanos));
    private final List<String> older = new ArrayList<>();
    private long notYet;
    private long pages;

    /**
     * @param pauseNanos between an answer that does not show a change yet and the next question
     * @param shown from the acknowledgement of a change to the answer that shows it
     * @param withToken how long questions with a token take
     */
    Watching(Requests requests, long pauseNanos, Times shown, Times withToken) {
        this.requests = requests;
        this.pauseNanos = pauseNanos;
        this.shown = shown;
        this.withToken = withToken;
    }

    private interface Look extends Errand {
        long dueNanos();
    }

    void acknowledged(Change change, @Nullable String token, long nowNanos) {
        byte[] plain = requests.get("/v1/products/" + change.sku());
        looks.add(new PlainLook(change, plain, nowNanos, nowNanos));
        if (token == null) {
            older.add(change + ": acknowledged without a token");
        } else {
            byte[] asked = requests.get("/v1/products/" + change.sku(), "Consistency-Token: " + token);
            looks.add(new TokenLook(change, asked, nowNanos));
        }
    }

    @Override
    public @Nullable Errand next(long nowNanos) {
        Look first = looks.peek();
        if (first == null || first.dueNanos() - nowNanos > 0) {
            return null;
        }
        pages++;
        return looks.remove();
    }

    @Override
    public long dueNanos() {
        Look first = looks.peek();
        return first == null ? NEVER : first.dueNanos();
    }

    /** Answers to questions with a token that were older than it; at most twenty are told. */
    List<String> older() {
        return List.copyOf(older);
    }

    /** Questions with a token that were told to come back. */
    long notYet() {
        return notYet;
    }

    long pages() {
        return pages;
    }

    /** Without a token, asked again until the change is there. */
    private final class PlainLook implements Look {

        private final Change change;
        private final byte[] request;
        private final long acknowledgedNanos;
        private final long dueNanos;

        PlainLook(Change change, byte[] request, long acknowledgedNanos, long dueNanos) {
            this.change = change;
            this.request = request;
            this.acknowledgedNanos = acknowledgedNanos;
            this.dueNanos = dueNanos;
        }

        @Override
        public long dueNanos() {
            return dueNanos;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public void heard(Reply reply, long sentNanos, long nowNanos) {
            if (reply.status() == OK && change.isShownBy(reply.body())) {
                shown.answered(acknowledgedNanos, nowNanos, reply.bodyLength());
            } else {
                again(reply.status() == OK ? "not shown within 10 s" : "status " + reply.status(), nowNanos);
            }
        }

        @Override
        public void failed(String why, long nowNanos) {
            again(why, nowNanos);
        }

        private void again(String why, long nowNanos) {
            if (nowNanos - acknowledgedNanos > PATIENCE_NANOS) {
                shown.failed(acknowledgedNanos, nowNanos, why);
            } else {
                looks.add(new PlainLook(change, request, acknowledgedNanos, nowNanos + pauseNanos));
            }
        }
    }

    /** With the token, asked once. */
    private final class TokenLook implements Look {

        private final Change change;
        private final byte[] request;
        private final long dueNanos;

        TokenLook(Change change, byte[] request, long dueNanos) {
            this.change = change;
            this.request = request;
            this.dueNanos = dueNanos;
        }

        @Override
        public long dueNanos() {
            return dueNanos;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public void heard(Reply reply, long sentNanos, long nowNanos) {
            if (reply.status() == NOT_YET) {
                notYet++;
            } else if (reply.status() != OK) {
                withToken.failed(dueNanos, nowNanos, "status " + reply.status());
            } else {
                withToken.answered(dueNanos, nowNanos, reply.bodyLength());
                if (!change.isShownBy(reply.body()) && older.size() < MOST_EXAMPLES) {
                    older.add(change + ": with its token, the answer was " + reply.body());
                }
            }
        }

        @Override
        public void failed(String why, long nowNanos) {
            withToken.failed(dueNanos, nowNanos, why);
        }
    }
}
