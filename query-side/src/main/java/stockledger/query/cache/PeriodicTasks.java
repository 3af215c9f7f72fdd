package stockledger.query.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The background tasks of one package. They start once the connections to Redis exist, and have finished before those
 * close: otherwise the scheduler would run until its own bean is destroyed, after the connections.
 */
public final class PeriodicTasks implements SmartLifecycle {

    /** Longest wait at shutdown for tasks that run; long ones check {@link #running}. */
    private static final int SHUTDOWN_SECONDS = 2;

    private final ThreadPoolTaskScheduler scheduler;
    private final Map<Runnable, Duration> tasks = new LinkedHashMap<>();
    private final List<Runnable> atStop = new ArrayList<>();
    private volatile boolean running;

    public PeriodicTasks(ThreadPoolTaskScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Adds a task that is run again this long after it has ended; the scheduler logs what it throws. */
    public PeriodicTasks every(Duration delay, Runnable task) {
        tasks.put(task, delay);
        return this;
    }

    /** Adds a task that runs once, after the periodic ones have ended and before the connections close. */
    public PeriodicTasks atStop(Runnable task) {
        atStop.add(task);
        return this;
    }

    /** A scheduler with a thread for each task, so that none waits for another that is slow. */
    public static ThreadPoolTaskScheduler scheduler(String name, int tasks) {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadNamePrefix(name + "-");
        scheduler.setPoolSize(tasks);
        scheduler.setDaemon(true);
        scheduler.setWaitForTasksToCompleteOnShutdown(true);
        scheduler.setAwaitTerminationSeconds(SHUTDOWN_SECONDS);
        return scheduler;
    }

    /** False once the scheduler stops. */
    public static BooleanSupplier running(ThreadPoolTaskScheduler scheduler) {
        return () -> !scheduler.getScheduledExecutor().isShutdown();
    }

    @Override
    public void start() {
        running = true;
        tasks.forEach(scheduler::scheduleWithFixedDelay);
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
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
