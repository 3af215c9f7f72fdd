package stockledger.command.reservation.recovery;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.command.dispatch.RestoredEvents;

/** Runs recovery: reads events continuously, and processes due reservations at an interval. */
final class RecoveryLoop implements SmartLifecycle {

    static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoop.class);

    /** An expired hold is released at most this much later. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A reader that lags by less counts as caught up: under load it may never reach the head. */
    private static final Duration TOLERATED_LAG = Duration.ofMinutes(1);

    private final PooledStreamingEventProcessor reader;
    private final RecoveryRecords records;
    private final RecoveryWorker worker;
    private final DueQueues queues;
    private final Clock clock;
    private final ThreadPoolTaskScheduler scheduler;
    private final RestoredEvents restored;
    private volatile boolean running;

    /** @param restored finds out whether the reader has read events that are lost */
    RecoveryLoop(
            PooledStreamingEventProcessor reader,
            RecoveryRecords records,
            RecoveryWorker worker,
            DueQueues queues,
            Clock clock,
            ThreadPoolTaskScheduler scheduler,
            RestoredEvents restored) {
        this.reader = reader;
        this.records = records;
        this.worker = worker;
        this.queues = queues;
        this.clock = clock;
        this.scheduler = scheduler;
        this.restored = restored;
    }

    @Override
    public void start() {
        running = true;
        scheduler.execute(this::begin);
    }

    /** MongoDB may start later than this process: until it is reachable, commands are accepted and recovery waits. */
    private void begin() {
        if (!running) {
            return;
        }
        try {
            records.createIndexes();
            restored.readAgainIfLost();
            reader.start();
            restored.noteNewestEvents(scheduler);
            scheduler.scheduleWithFixedDelay(this::processDue, clock.instant().plus(INTERVAL), INTERVAL);
        } catch (RuntimeException e) {
            LOG.warn("Reservation recovery cannot start yet: {}", e.getMessage());
            scheduler.schedule(this::begin, clock.instant().plus(INTERVAL));
        }
    }

    private void processDue() {
        try {
            boolean more = true;
            while (running && more) {
                Map<Integer, EventTrackerStatus> claimed = reader.processingStatus();
                queues.retain(claimed.keySet());
                more = false;
                for (EventTrackerStatus segment : claimed.values()) {
                    more |= processDue(segment);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Reservation recovery failed and is retried: {}", e.getMessage());
        }
    }

    /** Processes a batch of one segment; true when more may be due. */
    private boolean processDue(EventTrackerStatus segment) throws InterruptedException {
        DueQueue queue = queues.of(segment.getSegment().getSegmentId());
        if (!queue.isComplete()) {
            queue.complete(records.dueTimes(id -> DueQueues.isIn(segment.getSegment(), id)));
        }
        // Far behind the head most records are outdated, and would cost one command each.
        boolean caughtUp = segment.isCaughtUp() || queue.hasRead(clock.instant().minus(TOLERATED_LAG));
        return caughtUp && worker.run(queue) == RecoveryWorker.BATCH_SIZE;
    }

    @Override
    public void stop() {
        running = false;
        releaseSegments();
        scheduler.shutdown();
    }

    /** Without MongoDB the reader could wait for the release of its segments forever; their claims time out. */
    private void releaseSegments() {
        try {
            reader.shutdownAsync().get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Reservation recovery did not release all segments; other instances claim them after the timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
