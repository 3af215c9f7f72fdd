package stockledger.query.projection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the tracking tokens of one processor at most once in an interval and not after each batch, which would be a
 * third of the writes of a change. Before a token is stored, the writes of its batches are completed. After a crash
 * the batches since the stored token are delivered again and change nothing.
 *
 * <p>A process may notice up to the interval later that it has lost a claim. It overwrites nothing until then, since
 * each write is guarded by the revision of its document.
 */
final class DelayedTokenStore extends MongoTokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(DelayedTokenStore.class);

    private final BatchWrites writes;
    private final long intervalNanos;
    private final Map<Integer, Delayed> segments = new ConcurrentHashMap<>();

    /** The token of a segment that this process has claimed. */
    private final class Delayed {
        private final ReentrantLock storing = new ReentrantLock();
        private volatile @Nullable TrackingToken token;
        private volatile long extendedAtNanos = System.nanoTime() - intervalNanos;

        boolean isDue() {
            return System.nanoTime() - extendedAtNanos >= intervalNanos;
        }
    }

    /**
     * A store for one processor.
     *
     * @param writes completed before a token is stored
     * @param interval at most half of the claim timeout, as storing a token extends its claim
     */
    DelayedTokenStore(Builder builder, BatchWrites writes, Duration interval) {
        super(builder);
        this.writes = writes;
        this.intervalNanos = interval.toNanos();
    }

    @Override
    public void storeToken(TrackingToken token, String group, int segment) throws UnableToClaimTokenException {
        Delayed delayed = segments.computeIfAbsent(segment, absent -> new Delayed());
        delayed.token = token;
        if (writes.isPending(segment) ? writes.isDue(segment) : delayed.isDue()) {
            store(delayed, group, segment);
        } else if (delayed.isDue()) {
            super.extendClaim(group, segment);
            delayed.extendedAtNanos = System.nanoTime();
        }
    }

    /** False when another thread stores a token of this segment, folds a batch, or has released the claim. */
    private boolean store(Delayed delayed, String group, int segment) {
        if (!delayed.storing.tryLock()) {
            return false;
        }
        try {
            TrackingToken token = delayed.token;
            if (token == null || segments.get(segment) != delayed || !writes.complete(segment)) {
                return false;
            }
            super.storeToken(token, group, segment);
            delayed.extendedAtNanos = System.nanoTime();
            if (delayed.token == token) {
                delayed.token = null;
            }
            return true;
        } finally {
            delayed.storing.unlock();
        }
    }

    /** Called when no batch was finished for a while. */
    @Override
    public void extendClaim(String group, int segment) throws UnableToClaimTokenException {
        Delayed delayed = segments.get(segment);
        if (delayed == null || !store(delayed, group, segment)) {
            super.extendClaim(group, segment);
        }
    }

    @Override
    public TrackingToken fetchToken(String group, int segment) throws UnableToClaimTokenException {
        forget(segment);
        return super.fetchToken(group, segment);
    }

    @Override
    public void releaseClaim(String group, int segment) {
        Delayed delayed = segments.get(segment);
        try {
            if (delayed != null) {
                store(delayed, group, segment);
            }
        } catch (RuntimeException e) {
            LOG.debug("the last token of {} is not stored: its events are delivered again", group, e);
        }
        forget(segment);
        super.releaseClaim(group, segment);
    }

    /** Waits for a thread that stores a token: its writes must not be discarded before they are completed. */
    private void forget(int segment) {
        Delayed delayed = segments.remove(segment);
        if (delayed == null) {
            writes.discard(segment);
            return;
        }
        delayed.storing.lock();
        try {
            writes.discard(segment);
        } finally {
            delayed.storing.unlock();
        }
    }
}
