package stockledger.query.cache;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again by a thread of its own, and not cut off in the middle at the end. */
final class Rounds {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
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
        thread.scheduleWithFixedDelay(() -> once(name, round), 0, pauseMillis, TimeUnit.MILLISECONDS);
        return new Rounds(thread);
    }

    /** What an error ended would never be done again, and nobody would know. */
    private static void once(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, and goes on", name, e);
        }
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
