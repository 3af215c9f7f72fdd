package stockledger.query.cache;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again by a thread of its own, and not cut off in the middle at the end. */
final class Rounds {

    private static final int LONGEST_ROUND_SECONDS = 2;

    private final ScheduledExecutorService thread;

    private Rounds(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    static Rounds begin(String name, Runnable round, int pauseMillis) {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread one = new Thread(work, name);
            one.setDaemon(true);
            return one;
        });
        thread.scheduleWithFixedDelay(round, 0, pauseMillis, TimeUnit.MILLISECONDS);
        return new Rounds(thread);
    }

    void end() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_ROUND_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
