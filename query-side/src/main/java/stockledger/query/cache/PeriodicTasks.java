package stockledger.query.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The background tasks of one package. They start once the connections to Redis exist, and have finished before those
 * close. Each has a thread of its own: none waits for another that is slow, and threads of one pool would wake each other
 * at each run, which is most of what an idle service costs.
 */
public final class PeriodicTasks implements SmartLifecycle {

    /** Longest wait at shutdown for tasks that run; long ones check {@link #isRunning}. */
    private static final int SHUTDOWN_SECONDS = 2;

    private final String name;
    private final Map<Runnable, Duration> tasks = new LinkedHashMap<>();
    private final List<Runnable> atStop = new ArrayList<>();
    private final List<ThreadPoolTaskScheduler> schedulers = new ArrayList<>();
    private volatile boolean running;

    /** @param name of the threads */
    public PeriodicTasks(String name) {
        this.name = name;
    }

    /** Adds a task that is run again this long after it has ended; what it throws is logged. */
    public PeriodicTasks every(Duration delay, Runnable task) {
        tasks.put(task, delay);
        return this;
    }

    /** Adds a task that runs once, after the periodic ones have ended and before the connections close. */
    PeriodicTasks atStop(Runnable task) {
        atStop.add(task);
        return this;
    }

    @Override
    public void start() {
        running = true;
        tasks.forEach((task, delay) -> {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setThreadNamePrefix(name + "-" + schedulers.size() + "-");
            scheduler.setDaemon(true);
            scheduler.setWaitForTasksToCompleteOnShutdown(true);
            scheduler.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
            scheduler.initialize();
            scheduler.scheduleWithFixedDelay(task, delay);
            schedulers.add(scheduler);
        });
    }

    @Override
    public void stop() {
        running = false;
        schedulers.forEach(ThreadPoolTaskScheduler::initiateShutdown);
        schedulers.forEach(ThreadPoolTaskScheduler::shutdown);
        schedulers.clear();
        atStop.forEach(Runnable::run);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the connections to Redis, whose phase is 0. */
    @Override
    public int getPhase() {
        return 1;
    }
}
