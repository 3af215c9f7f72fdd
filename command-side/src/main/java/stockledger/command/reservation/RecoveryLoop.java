package stockledger.command.reservation;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the upkeep beside the service: reads events all the time, and looks for what is due at an interval. */
final class RecoveryLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryLoop.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    /** Behind by less than this, the reader is as good as at the head: under load it may never be there wholly. */
    private static final Duration NEAR = Duration.ofMinutes(1);

    private final PooledStreamingEventProcessor reader;
    private final RecoveryRecords notes;
    private final RecoveryWorker worker;
    private final DueQueues agendas;
    private final Clock clock;
    private final ReservationSettings settings;
    private final ScheduledExecutorService readers;
    private final ScheduledExecutorService looks = threads("reservation-upkeep", 1);
    private volatile boolean running;

    RecoveryLoop(
            PooledStreamingEventProcessor reader,
            RecoveryRecords notes,
            RecoveryWorker worker,
            DueQueues agendas,
            Clock clock,
            ScheduledExecutorService readers,
            ReservationSettings settings) {
        this.reader = reader;
        this.notes = notes;
        this.worker = worker;
        this.agendas = agendas;
        this.clock = clock;
        this.readers = readers;
        this.settings = settings;
    }

    static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        running = true;
        looks.execute(this::begin);
    }

    /** MongoDB may come later than the service: until it is there, commands are taken and upkeep waits. */
    private void begin() {
        if (!running) {
            return;
        }
        long interval = settings.upkeepIntervalMillis();
        try {
            notes.prepare();
            reader.start();
            looks.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.warn("upkeep cannot begin yet: {}", e.getMessage());
            looks.schedule(this::begin, interval, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            boolean more = true;
            while (running && more) {
                Map<Integer, EventTrackerStatus> claimed = reader.processingStatus();
                agendas.keep(claimed.keySet());
                more = false;
                for (EventTrackerStatus part : claimed.values()) {
                    more |= lookAfter(part);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("upkeep failed and is tried again: {}", e.getMessage());
        }
    }

    /** Takes up a batch of what is due in one part; true when more is. */
    private boolean lookAfter(EventTrackerStatus part) throws InterruptedException {
        DueQueue agenda = agendas.of(part.getSegment().getSegmentId());
        if (!agenda.isComplete()) {
            agenda.complete(notes.dates(id -> DueQueues.isIn(part.getSegment(), id)));
        }
        // Far behind the head, most of what seems due is long over; the aggregates would say so one by one.
        boolean near = part.isCaughtUp() || agenda.hasRead(clock.instant().minus(NEAR));
        return near && worker.run(agenda) == settings.upkeepBatch();
    }

    @Override
    public void stop() {
        running = false;
        end(looks);
        letGo();
        end(readers);
    }

    /** Without MongoDB the reader may wait for ever to let go of its segments; their claims run out by themselves. */
    private void letGo() {
        try {
            reader.shutdownAsync().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("the upkeep did not let go of every segment; others take over when its claims run out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(ScheduledExecutorService threads) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
