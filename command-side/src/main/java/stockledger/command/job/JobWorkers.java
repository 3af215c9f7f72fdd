package stockledger.command.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.command.dispatch.RestoredEvents;

/** Runs the workers of this process: at once when it accepts a job, and regularly for the jobs of other processes. */
final class JobWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobWorkers.class);

    /** How often the open jobs of all processes are read while there are any: a small query by every instance. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    /** The same while there are none: how long a job of another process waits for this one to take part. */
    private static final Duration IDLE_POLL_INTERVAL = Duration.ofSeconds(1);

    private static final Duration START_RETRY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final PooledStreamingEventProcessor projection;
    private final OpenJobCollection collection;
    private final OpenJobs jobs;
    private final JobSettings settings;
    private final Running running;
    private final ThreadPoolTaskScheduler scheduler;
    private final RestoredEvents restored;
    private final Queue<JobWorker> idle;
    private final int workers;
    private volatile boolean projecting;

    /** Whether the workers of this process run. */
    static final class Running {
        private volatile boolean now;

        boolean isNow() {
            return now;
        }
    }

    /** @param restored finds out whether the projection has read events that are lost */
    JobWorkers(
            List<JobWorker> workers,
            PooledStreamingEventProcessor projection,
            OpenJobCollection collection,
            OpenJobs jobs,
            JobSettings settings,
            Running running,
            ThreadPoolTaskScheduler scheduler,
            RestoredEvents restored) {
        this.idle = new ConcurrentLinkedQueue<>(workers);
        this.workers = workers.size();
        this.projection = projection;
        this.collection = collection;
        this.jobs = jobs;
        this.settings = settings;
        this.running = running;
        this.scheduler = scheduler;
        this.restored = restored;
    }

    @Override
    public void start() {
        running.now = true;
        jobs.onAdded(this::wakeWorkers);
        scheduler.execute(this::startProjection);
        scheduler.schedule(this::poll, context -> {
            Instant last = context.lastCompletion();
            return last == null
                    ? context.getClock().instant()
                    : last.plus(jobs.size() == 0 ? IDLE_POLL_INTERVAL : POLL_INTERVAL);
        });
    }

    /** MongoDB may start later than this process: until then only jobs that were accepted here are processed. */
    private void startProjection() {
        if (!running.isNow()) {
            return;
        }
        try {
            collection.createIndexes();
            restored.readAgainIfLost();
            projection.start();
            restored.noteNewestEvents(scheduler);
            projecting = true;
        } catch (RuntimeException e) {
            LOG.warn("Jobs of other processes cannot be read yet: {}", e.getMessage());
            scheduler.schedule(
                    this::startProjection, scheduler.getClock().instant().plus(START_RETRY));
        }
    }

    private void poll() {
        try {
            if (projecting) {
                jobs.refresh(collection.oldest(settings.maxOpenJobs()));
            }
        } catch (RuntimeException e) {
            LOG.warn("Jobs of other processes cannot be read: {}", e.getMessage());
        }
        if (jobs.size() > 0) {
            wakeWorkers();
        }
    }

    private void wakeWorkers() {
        for (int i = 0; i < workers && running.isNow(); i++) {
            JobWorker worker = idle.poll();
            if (worker != null) {
                scheduler.execute(() -> run(worker));
            }
        }
    }

    private void run(JobWorker worker) {
        try {
            worker.run();
        } finally {
            idle.add(worker);
        }
    }

    @Override
    public void stop() {
        running.now = false;
        stopProjection();
        // Waits for the chunks and commands that are being executed.
        scheduler.shutdown();
    }

    /** Without MongoDB the projection may never release its segment; then its claim expires. */
    private void stopProjection() {
        try {
            projection.shutdownAsync().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("The projection of open jobs did not release its segment; another process takes over later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running.isNow();
    }
}
