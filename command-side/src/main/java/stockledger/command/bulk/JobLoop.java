package stockledger.command.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the workers beside the service, and keeps the board as the notes of all instances have it. */
final class JobLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobLoop.class);
    private static final long LONGEST_STOP_MILLIS = 5_000;

    private final PooledStreamingEventProcessor reader;
    private final ScheduledExecutorService readers;
    private final JobNotes notes;
    private final OpenJobs board;
    private final Supplier<List<Thread>> hire;
    private final BulkSettings settings;
    private final Running running;
    private final ScheduledExecutorService looks = threads("job-notes", 1);
    private final List<Thread> workers = new ArrayList<>();

    /** Whether this process still works. */
    static final class Running {
        private volatile boolean now;

        boolean isNow() {
            return now;
        }
    }

    JobLoop(
            PooledStreamingEventProcessor reader,
            ScheduledExecutorService readers,
            JobNotes notes,
            OpenJobs board,
            Supplier<List<Thread>> hire,
            Running running,
            BulkSettings settings) {
        this.reader = reader;
        this.readers = readers;
        this.notes = notes;
        this.board = board;
        this.hire = hire;
        this.running = running;
        this.settings = settings;
    }

    static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(count, work -> daemon(work, name));
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void start() {
        running.now = true;
        workers.addAll(hire.get());
        workers.forEach(Thread::start);
        looks.execute(this::begin);
    }

    /** MongoDB may come later than the service: until then only jobs that were accepted here are worked on. */
    private void begin() {
        if (!running.isNow()) {
            return;
        }
        int poll = settings.pollMillis();
        try {
            notes.prepare();
            reader.start();
            looks.scheduleWithFixedDelay(this::look, 0, poll, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.warn("jobs of others cannot be seen yet: {}", e.getMessage());
            looks.schedule(this::begin, Math.max(poll, 1_000), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            board.refresh(notes.oldest(settings.mostOpenJobs()));
        } catch (RuntimeException e) {
            LOG.warn("jobs of others cannot be seen: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        running.now = false;
        looks.shutdownNow();
        try {
            letGo();
            readers.shutdownNow();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS);
            for (Thread worker : workers) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                worker.join(Math.max(1, left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.clear();
    }

    /** Without MongoDB the reader may wait for ever to let go of its segment; its claim runs out by itself. */
    private void letGo() throws InterruptedException {
        try {
            reader.shutdownAsync().get(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("the reader of jobs did not let go of its segment; another reads on when its claim runs out");
        }
    }

    @Override
    public boolean isRunning() {
        return running.isNow();
    }
}
