package stockledger.trials.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between attempts; cancelling the run ends every wait at once. */
public final class Backoff {

    private final CountDownLatch cancelled = new CountDownLatch(1);

    /** Ends all waits, present and future. */
    public void cancel() {
        cancelled.countDown();
    }

    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /**
     * @throws Cancelled when the run ended meanwhile
     */
    public void await(Duration duration) {
        try {
            if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Cancelled();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }

    /** Another worker ended the run. */
    public static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
