package stockledger.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.mongodb.MongoException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;

/**
 * Documents of one segment that were folded and are not written yet, so that a document that changes in many batches
 * is written once. They are bounded in number of events, bytes and time. If they cannot be written, as when another
 * process has written one of them, the events since the stored token are delivered again.
 *
 * <p>Not thread-safe; the caller holds the lock.
 */
final class DeferredDocuments<V> {

    private static final int MAX_EVENTS = 50_000;

    /** As stored; as objects they take some three times as much. */
    private static final long MAX_BYTES = 16L << 20;

    /** Of a document that was never written. */
    private static final int ESTIMATED_BYTES = 4_096;

    private static final int ESTIMATED_SIDE_BYTES = 512;

    /** What a killed process does again. */
    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Half a megabyte: the garbage collector begins a cycle for each larger array. */
    private static final int WRITE_SIZE = 100;

    private static final int MAX_SIDE_DOCUMENTS = 500;

    private final Projection<V> projection;
    private final Epoch epoch;
    private final Documents<V> documents;
    private final Cache<String, StoredDocument<V>> written;
    private final Parking<V> parking;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, DocumentChange<V>> changes = new LinkedHashMap<>();
    private final List<VersionedDocument<V>> withSides = new ArrayList<>();
    private int sideDocuments;
    private volatile boolean pending;
    private boolean failed;
    private volatile long firstAtNanos;
    private volatile int events;
    private volatile long bytes;

    /**
     * @param written receives the documents when they are written
     * @param parking of keys whose documents MongoDB refuses
     */
    DeferredDocuments(
            Projection<V> projection,
            Epoch epoch,
            Documents<V> documents,
            Cache<String, StoredDocument<V>> written,
            Parking<V> parking) {
        this.projection = projection;
        this.epoch = epoch;
        this.documents = documents;
        this.written = written;
        this.parking = parking;
    }

    void lock() {
        lock.lock();
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    void unlock() {
        lock.unlock();
    }

    /** The deferred change of a document; null for none. */
    @Nullable
    DocumentChange<V> get(String key) {
        return changes.get(key);
    }

    /** Replaces the deferred change of this document. */
    void put(DocumentChange<V> change) {
        if (failed) {
            throw new IllegalStateException(epoch.group() + ": documents were not written");
        }
        if (!pending) {
            firstAtNanos = System.nanoTime();
            pending = true;
        }
        if (changes.put(change.after().key(), change) == null) {
            bytes += Math.max(ESTIMATED_BYTES, change.before().bytes());
        }
        int sides = projection.sideDocuments(change.after().view());
        if (sides > 0) {
            withSides.add(change.after());
            sideDocuments += sides;
            // Its view keeps them until it changes again.
            bytes += (long) sides * ESTIMATED_SIDE_BYTES;
            if (sideDocuments >= MAX_SIDE_DOCUMENTS) {
                writeSides();
            }
        }
    }

    void addEvents(int count) {
        events += count;
    }

    boolean isPending() {
        return pending;
    }

    boolean isDue() {
        return events >= MAX_EVENTS || bytes >= MAX_BYTES || System.nanoTime() - firstAtNanos >= MAX_AGE_NANOS;
    }

    /**
     * Writes all documents.
     *
     * @throws IllegalStateException when another process has written one of them
     * @throws RuntimeException also in each call after one that failed: the token of these events must not be stored
     */
    void write() {
        if (failed) {
            throw new IllegalStateException(epoch.group() + ": documents were not written");
        }
        if (!pending) {
            return;
        }
        failed = true;
        writeSides();
        writeDocuments();
        clear();
    }

    private void writeDocuments() {
        List<DocumentChange<V>> all = List.copyOf(changes.values());
        for (int from = 0; from < all.size(); from += WRITE_SIZE) {
            List<StoredDocument<V>> some = writeOrName(all.subList(from, Math.min(all.size(), from + WRITE_SIZE)));
            if (some == null || projection.retention() != null) {
                // Some may be deleted.
                written.invalidateAll(changes.keySet());
            }
            if (some == null) {
                throw new IllegalStateException(
                        epoch.group() + ": documents were changed by another process, their events are read again");
            }
            some.forEach(one -> written.put(one.document().key(), one));
        }
    }

    private @Nullable List<StoredDocument<V>> writeOrName(List<DocumentChange<V>> some) {
        try {
            return documents.write(some);
        } catch (MongoException | BSONException e) {
            if (!StuckProjections.isRefused(e)) {
                throw e;
            }
            if (some.size() == 1) {
                return parkedOrNamed(some.get(0), e);
            }
            int half = some.size() / 2;
            List<StoredDocument<V>> first = writeOrName(some.subList(0, half));
            List<StoredDocument<V>> second = writeOrName(some.subList(half, some.size()));
            return first == null || second == null
                    ? null
                    : Stream.concat(first.stream(), second.stream()).toList();
        }
    }

    /** Its document stays as it was before, and all events since then wait. */
    private List<StoredDocument<V>> parkedOrNamed(DocumentChange<V> change, RuntimeException refused) {
        UnprocessableEventException failed = new UnprocessableEventException(lastEventOf(change), refused);
        if (!parking.park(change.after().key(), failed)) {
            throw failed;
        }
        written.invalidate(change.after().key());
        return List.of();
    }

    /** Of the events of one document it is the last: which of them made it too large is unknown. */
    private ProjectedEvent lastEventOf(DocumentChange<V> change) {
        Map.Entry<String, Long> last = change.after().versions().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        return new ProjectedEvent(change.after().view(), last.getKey(), last.getValue(), Instant.EPOCH, "");
    }

    private void writeSides() {
        if (!withSides.isEmpty()) {
            projection.writeSideCollections(epoch, withSides);
            clearSides();
        }
    }

    private void clearSides() {
        withSides.clear();
        sideDocuments = 0;
    }

    /** Forgets all documents, also after a failure. */
    void clear() {
        failed = false;
        changes.clear();
        clearSides();
        events = 0;
        bytes = 0;
        pending = false;
    }
}
