package stockledger.query.projection;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process serve another epoch without a document getting older for its readers. The writes of the epoch served so far
 * are held for a moment, until the next epoch has every document that this process wrote in the last seconds, or a newer version
 * of it. It has all earlier documents, since it has passed a head of the event store that was read after them. Documents that
 * other processes wrote are not known here: they may be older by as much as a cached page may be.
 */
final class EpochSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(EpochSwitch.class);

    /** Queries with a consistency token wait for 2 s. */
    private static final Duration MAX_HOLD = Duration.ofMillis(500);

    private static final long POLL_MILLIS = 10;

    /** The registry has decided, and other processes serve the epoch: one that is stuck is served too. */
    private static final int MAX_ATTEMPTS = 10;

    private final ReadModels models;
    private final ProcessorRunner processors;
    private final Tokens tokens;
    private final MongoDatabase database;
    private final Map<Epoch, Integer> attempts = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    EpochSwitch(ReadModels models, ProcessorRunner processors, Tokens tokens, MongoDatabase database) {
        this.models = models;
        this.processors = processors;
        this.tokens = tokens;
        this.database = database;
    }

    /** A condition that becomes true soon. */
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    /** Serves the live epoch, now or at a later call. */
    void serve(EpochState state) {
        Epoch next = state.liveEpoch();
        Epoch before = models.served(state.name());
        WriteGate gate = before == null || before.equals(next) ? null : processors.gate(before);
        if (before == null || gate == null) {
            models.serve(next);
            return;
        }
        gate.hold();
        try {
            Map<String, Map<String, Long>> written = new HashMap<>(gate.recent());
            int attempt = attempts.getOrDefault(next, 0);
            if (awaits(() -> hasAll(next, written), MAX_HOLD) || attempt >= MAX_ATTEMPTS) {
                pause();
                models.serve(next);
                attempts.remove(next);
                LOG.info("{} is served instead of {}", next.group(), before.group());
            } else {
                attempts.put(next, attempt + 1);
            }
        } finally {
            gate.release();
        }
    }

    /** Answers are in Redis a moment after their documents are in MongoDB. */
    private void pause() {
        awaits(() -> false, Duration.ofMillis(POLL_MILLIS));
    }

    /** Removes what an epoch has from these documents; whether that is all. */
    private boolean hasAll(Epoch epoch, Map<String, Map<String, Long>> written) {
        if (!written.isEmpty()) {
            new StoredViews(database, epoch.collection())
                    .versions(written.keySet())
                    .forEach((key, versions) ->
                            written.computeIfPresent(key, (same, wanted) -> hasSeen(versions, wanted) ? null : wanted));
        }
        return written.isEmpty();
    }

    private static boolean hasSeen(Map<String, Long> versions, Map<String, Long> wanted) {
        return wanted.entrySet().stream().allMatch(one -> versions.getOrDefault(one.getKey(), -1L) >= one.getValue());
    }

    /** Whether an epoch has passed a head, or does so in time. */
    boolean awaitPassed(Epoch epoch, long head, Duration maxWait) {
        return awaits(() -> hasPassed(epoch, head), maxWait);
    }

    private boolean awaits(Condition condition, Duration maxWait) {
        long end = System.nanoTime() + maxWait.toNanos();
        try {
            do {
                if (condition.holds()) {
                    return true;
                }
            } while (System.nanoTime() - end < 0 && !stopped.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Whether every segment of an epoch has folded and written the events up to a head. */
    boolean hasPassed(Epoch epoch, long head) {
        List<Tokens.SegmentPosition> positions = tokens.positions(epoch, processors.writtenStatus(epoch));
        return !positions.isEmpty() && positions.stream().allMatch(segment -> segment.position() >= head);
    }

    void stop() {
        stopped.countDown();
    }
}
