package stockledger.standalone.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a server: when its process ends unexpectedly, the server is started again at once, and after a further failure with
 * growing delays. A process that runs but does not answer is left alone: it may only be slow, and it answers again if it was
 * suspended.
 */
final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Failures that are longer ago are forgotten. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration MAX_DELAY = Duration.ofSeconds(10);

    private final Program program;
    private final int maxFailures;
    private final Consumer<String> onGivenUp;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Deque<Long> failures = new ArrayDeque<>();
    private @Nullable ServerProcess current;
    private final AtomicInteger restarts = new AtomicInteger();

    /**
     * A server that is not started yet.
     *
     * @param maxFailures within {@link #WINDOW}, unexpected ends and failed starts together
     * @param onGivenUp called with a reason after one more
     */
    Supervisor(Program program, int maxFailures, Consumer<String> onGivenUp) {
        this.program = program;
        this.maxFailures = maxFailures;
        this.onGivenUp = onGivenUp;
    }

    /**
     * Starts the server and waits until it is ready.
     *
     * @throws StartFailedException when it does not start
     */
    void start() throws IOException, InterruptedException {
        ServerProcess process = launch();
        if (!program.awaitReady(process)) {
            boolean timedOut = process.isAlive();
            program.stop(process);
            throw new StartFailedException(program.failure(process, timedOut));
        }
        process.onExit(this::ended);
    }

    private synchronized ServerProcess launch() throws IOException, InterruptedException {
        if (isStopping()) {
            throw new StartFailedException("it was stopped while it was starting");
        }
        ServerProcess process = program.start();
        current = process;
        return process;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void ended() {
        if (!isStopping()) {
            LOG.warn("The embedded {} ended unexpectedly and is started again", program.name());
            Thread restart = new Thread(this::restart, "restart-" + program.name());
            restart.setDaemon(true);
            restart.start();
        }
    }

    private void restart() {
        try {
            for (Duration delay = nextDelay(); delay != null; delay = nextDelay()) {
                if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (isStarted()) {
                    restarts.incrementAndGet();
                    LOG.info("The embedded {} is started again", program.name());
                    return;
                }
            }
            onGivenUp.accept("the embedded " + program.name() + " ended or did not start " + (maxFailures + 1)
                    + " times within " + WINDOW.toMinutes() + " minutes; see its log in the data folder");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStarted() throws InterruptedException {
        try {
            start();
            return true;
        } catch (IOException | RuntimeException e) {
            if (!isStopping()) {
                LOG.warn("The embedded {} was not started again: {}", program.name(), e.toString());
            }
            return false;
        }
    }

    /** Records a failure; the delay before the next attempt, or null when there is none. */
    private synchronized @Nullable Duration nextDelay() {
        long now = System.nanoTime();
        while (!failures.isEmpty() && now - failures.peekFirst() > WINDOW.toNanos()) {
            failures.removeFirst();
        }
        failures.addLast(now);
        int count = failures.size();
        if (count > maxFailures) {
            return null;
        }
        if (count == 1) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_DELAY.multipliedBy(1L << Math.min(count - 2, 10));
        return doubled.compareTo(MAX_DELAY) < 0 ? doubled : MAX_DELAY;
    }

    /** How often the server was started again. */
    int restarts() {
        return restarts.get();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopping.countDown();
        ServerProcess process;
        synchronized (this) {
            process = current;
        }
        if (process != null) {
            program.stop(process);
        }
    }
}
