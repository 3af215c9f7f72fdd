package stockledger.query.cache;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Something that is done again and again by a thread of its own, and not cut off in the middle at the end. */
abstract class Rounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int LONGEST_ROUND_SECONDS = 2;

    private final String name;
    private final int pauseMillis;
    private @Nullable ScheduledExecutorService thread;
    private volatile boolean running;

    /**
     * Rounds that have not begun.
     *
     * @param name of the thread
     * @param pauseMillis between two rounds
     */
    Rounds(String name, int pauseMillis) {
        this.name = name;
        this.pauseMillis = pauseMillis;
    }

    /** One round. A long one looks at {@link #isRunning()} on its way. */
    abstract void round();

    /** After the last round. */
    void afterwards() {}

    @Override
    public final synchronized void start() {
        running = true;
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread one = new Thread(work, name);
            one.setDaemon(true);
            return one;
        });
        thread.scheduleWithFixedDelay(this::once, 0, pauseMillis, TimeUnit.MILLISECONDS);
    }

    /** What an error ended would never be done again, and nobody would know. */
    private void once() {
        try {
            round();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed, and goes on", name, e);
        }
    }

    @Override
    public final synchronized void stop() {
        running = false;
        if (thread != null) {
            end(thread);
            thread = null;
            afterwards();
        }
    }

    private static void end(ScheduledExecutorService thread) {
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

    @Override
    public final boolean isRunning() {
        return running;
    }

    /** While the connections to Redis are there. */
    @Override
    public int getPhase() {
        return 1;
    }
}
