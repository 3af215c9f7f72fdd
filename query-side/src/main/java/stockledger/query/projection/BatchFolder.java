package stockledger.query.projection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds a batch of events into the documents of one epoch.
 *
 * <p>Every document stores, per stream, the sequence number of its last event. So an event that is delivered again is
 * skipped, and after a gap the missing events are read from the stream. A document is replaced only at the revision that
 * was read, so of two concurrent writers the later one folds again from the newer document. The token of a batch is
 * stored after its documents: after a crash the batch is delivered again and changes nothing.
 *
 * <p>The documents that this process wrote last are kept in memory, so that a batch needs no read. Another process may have
 * written since: then the revision does not match, and the batch is folded again from documents that are read.
 *
 * <p>While an epoch is built, the events of the past are folded in memory, and each document is written once for many
 * batches ({@link DeferredDocuments}): no query reads it yet.
 *
 * <p>An event that cannot be processed parks its key ({@link Parking}).
 */
final class BatchFolder<V> implements BatchWrites {

    private static final Logger LOG = LoggerFactory.getLogger(BatchFolder.class);
    private static final int MAX_ATTEMPTS = 20;

    /** Some 5,000 SKUs, more than change within a minute; as objects they take some three times as much. */
    private static final long MAX_RECENT_BYTES = 16L << 20;

    /** While the past is folded, which returns to every document again and again: this part of the heap. */
    private static final long PARTS_OF_HEAP = 16;

    private final Projection<V> projection;
    private final Epoch epoch;
    private final Documents<V> documents;
    private final DocumentListener listener;
    private final FoldTraces traces;
    private final StuckProjections stuck;
    private final KeyFold.Source<V> source;
    private final Parking<V> parking;
    private final boolean selective;
    private final Map<Integer, DeferredDocuments<V>> deferred = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> unfolded = new ConcurrentHashMap<>();
    private final Cache<String, StoredDocument<V>> recent = Caffeine.newBuilder()
            .maximumWeight(Math.max(MAX_RECENT_BYTES, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP))
            .<String, StoredDocument<V>>weigher((key, one) -> one.bytes())
            .executor(Runnable::run)
            .build();
    private volatile boolean keepsFew;

    BatchFolder(
            Projection<V> projection,
            Epoch epoch,
            Documents<V> documents,
            EventStore eventStore,
            DocumentListener listener,
            FoldTraces traces,
            StuckProjections stuck) {
        this.projection = projection;
        this.epoch = epoch;
        this.documents = documents;
        this.listener = listener;
        this.traces = traces;
        this.stuck = stuck;
        this.source = new KeyFold.Source<>(
                projection, epoch, eventStore, stuck.parking().discarded());
        this.parking = new Parking<>(source, documents, stuck.parking(), listener);
        this.selective = projection.isSelective();
    }

    /**
     * Folds the events of a segment.
     *
     * @param past whether no query can have read documents without them: then they may be written later
     */
    void fold(int segment, boolean past, List<ProjectedEvent> batch) {
        DeferredDocuments<V> documentsOfPast = deferred(segment);
        documentsOfPast.lock();
        try {
            Map<String, List<ProjectedEvent>> byKey = new LinkedHashMap<>();
            for (ProjectedEvent event : batch) {
                String key = Keys.of(projection, event);
                if (key != null) {
                    byKey.computeIfAbsent(key, absent -> new ArrayList<>()).add(event);
                }
            }
            if (!past || !tryDefer(documentsOfPast, byKey, batch.size())) {
                documentsOfPast.write();
                if (!past) {
                    keepFewDocuments();
                }
                traces.trace(epoch, batch, () -> foldAllOrPark(byKey));
            }
            unfolded(segment).addAndGet(-batch.size());
        } finally {
            documentsOfPast.unlock();
        }
    }

    private void keepFewDocuments() {
        if (!keepsFew) {
            keepsFew = true;
            recent.policy().eviction().ifPresent(size -> size.setMaximum(MAX_RECENT_BYTES));
        }
    }

    /** Counts an event that will be folded. */
    void countUnfolded(int segment) {
        unfolded(segment).incrementAndGet();
    }

    private AtomicInteger unfolded(int segment) {
        return unfolded.computeIfAbsent(segment, absent -> new AtomicInteger());
    }

    private DeferredDocuments<V> deferred(int segment) {
        return deferred.computeIfAbsent(
                segment, absent -> new DeferredDocuments<>(projection, epoch, documents, recent, parking));
    }

    /** False when an event cannot be processed: then the batch is folded again, document by document, and written. */
    private boolean tryDefer(DeferredDocuments<V> past, Map<String, List<ProjectedEvent>> byKey, int events) {
        try {
            defer(past, byKey, events);
            return true;
        } catch (UnprocessableEventException e) {
            return false;
        }
    }

    private void defer(DeferredDocuments<V> past, Map<String, List<ProjectedEvent>> byKey, int events) {
        Map<String, List<ProjectedEvent>> unread = new LinkedHashMap<>(byKey);
        unread.keySet().removeIf(key -> past.get(key) != null);
        Map<String, StoredDocument<V>> found = find(unread);
        byKey.forEach((key, ofKey) -> {
            DocumentChange<V> change = past.get(key);
            StoredDocument<V> stored = change == null ? before(found, key) : change.before();
            VersionedDocument<V> before = change == null ? stored.document() : change.after();
            VersionedDocument<V> after = after(before, ofKey);
            if (!after.versions().equals(before.versions())) {
                past.put(new DocumentChange<>(stored, after));
            }
        });
        past.addEvents(events);
    }

    @Override
    public boolean isPending(int segment) {
        return deferred(segment).isPending();
    }

    @Override
    public boolean isBehind(int segment) {
        return isPending(segment) || unfolded(segment).get() > 0;
    }

    @Override
    public boolean isDue(int segment) {
        return deferred(segment).isDue();
    }

    @Override
    public boolean complete(int segment) {
        DeferredDocuments<V> past = deferred(segment);
        if (!past.tryLock()) {
            return false;
        }
        try {
            past.write();
            stuck.processed(epoch, segment, Long.MAX_VALUE);
        } catch (UnprocessableEventException e) {
            stuck.failed(epoch, segment, e, Long.MAX_VALUE);
            throw e;
        } finally {
            past.unlock();
        }
        projection.beforeToken();
        return true;
    }

    @Override
    public void discard(int segment) {
        DeferredDocuments<V> past = deferred(segment);
        past.lock();
        try {
            past.clear();
            unfolded(segment).set(0);
        } finally {
            past.unlock();
        }
    }

    /**
     * Folds all. After a failure each document is folded by itself, and the key of an event that cannot be processed is parked,
     * so that all others are written.
     *
     * @throws UnprocessableEventException when it may not be parked
     */
    private void foldAllOrPark(Map<String, List<ProjectedEvent>> byKey) {
        try {
            foldAll(byKey);
            return;
        } catch (UnprocessableEventException | MongoException | BSONException e) {
            requireRefusal(e);
        }
        UnprocessableEventException first = null;
        for (Map.Entry<String, List<ProjectedEvent>> one : byKey.entrySet()) {
            try {
                foldOrPark(one.getKey(), one.getValue());
            } catch (UnprocessableEventException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Rethrows what says nothing about an event. */
    private static void requireRefusal(RuntimeException failed) {
        if (!(failed instanceof UnprocessableEventException) && !StuckProjections.isRefused(failed)) {
            throw failed;
        }
    }

    private void foldOrPark(String key, List<ProjectedEvent> events) {
        try {
            foldAll(Map.of(key, events));
        } catch (UnprocessableEventException | MongoException | BSONException e) {
            requireRefusal(e);
            foldOneByOneOrPark(key, events);
        }
    }

    /** The second attempt, from the document as MongoDB has it: one event after the other, up to the one that fails again. */
    private void foldOneByOneOrPark(String key, List<ProjectedEvent> events) {
        int next = 0;
        while (next < events.size()) {
            UnprocessableEventException failed = failureOf(key, events.get(next));
            if (failed == null) {
                next++;
            } else if (!parking.wasDiscarded(failed)) {
                recent.invalidate(key);
                if (!parking.park(key, failed)) {
                    throw failed;
                }
                return;
            }
        }
    }

    private @Nullable UnprocessableEventException failureOf(String key, ProjectedEvent event) {
        recent.invalidate(key);
        try {
            foldAll(Map.of(key, List.of(event)));
            return null;
        } catch (UnprocessableEventException e) {
            return e;
        } catch (MongoException | BSONException e) {
            requireRefusal(e);
            return new UnprocessableEventException(event, e);
        }
    }

    private void foldAll(Map<String, List<ProjectedEvent>> byKey) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<VersionedDocument<V>> folded = new ArrayList<>(byKey.size());
            if (tryFold(byKey, folded)) {
                projection.onWritten(epoch, folded);
                listener.documentsChanged(projection.name(), byKey.keySet());
                return;
            }
            LOG.info("{}: documents were changed by another process, folding the batch again", epoch.group());
        }
        throw new IllegalStateException(
                epoch.group() + ": documents were changed concurrently in each of " + MAX_ATTEMPTS + " attempts");
    }

    private boolean tryFold(Map<String, List<ProjectedEvent>> byKey, List<VersionedDocument<V>> folded) {
        Map<String, StoredDocument<V>> found = find(byKey);
        List<DocumentChange<V>> changes = new ArrayList<>();
        byKey.forEach((key, events) -> {
            StoredDocument<V> before = before(found, key);
            VersionedDocument<V> after = after(before.document(), events);
            if (after.versions().equals(before.document().versions())) {
                folded.add(before.document());
            } else {
                changes.add(new DocumentChange<>(before, after));
                folded.add(after);
            }
        });
        List<VersionedDocument<V>> withSides = changes.stream()
                .map(DocumentChange::after)
                .filter(after -> projection.sideDocuments(after.view()) > 0)
                .toList();
        if (!withSides.isEmpty()) {
            projection.writeSideCollections(epoch, withSides);
        }
        List<StoredDocument<V>> written = documents.write(changes);
        if (written == null) {
            recent.invalidateAll(byKey.keySet());
            return false;
        }
        if (projection.retention() != null) {
            // Some may be deleted.
            recent.invalidateAll(byKey.keySet());
        }
        written.forEach(one -> recent.put(one.document().key(), one));
        return true;
    }

    /** The same document when its key is parked: later events wait. */
    private VersionedDocument<V> after(VersionedDocument<V> before, List<ProjectedEvent> events) {
        return before.degradedSince() == null ? new KeyFold<>(source, before).result(events) : before;
    }

    private StoredDocument<V> before(Map<String, StoredDocument<V>> found, String key) {
        StoredDocument<V> stored = found.get(key);
        return stored == null ? StoredDocument.absent(key, projection.empty(key)) : stored;
    }

    /** The documents as this process wrote them last, and read from MongoDB where it did not. */
    private Map<String, StoredDocument<V>> find(Map<String, List<ProjectedEvent>> byKey) {
        Map<String, StoredDocument<V>> found = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        byKey.forEach((key, events) -> {
            StoredDocument<V> one = recent.getIfPresent(key);
            if (one != null && isContinuedBy(one.document(), events)) {
                found.put(key, one);
            } else {
                missing.add(key);
            }
        });
        if (!missing.isEmpty()) {
            documents.load(missing).forEach(one -> {
                found.put(one.document().key(), one);
                if (one.document().degradedSince() == null) {
                    // Another process may fold a parked one again at any time.
                    recent.put(one.document().key(), one);
                }
            });
        }
        return found;
    }

    /**
     * Whether these events follow the document's, none missing and none folded already. If not, another process may have
     * folded them, or MongoDB may have lost what this process wrote: then the document is read.
     */
    private boolean isContinuedBy(VersionedDocument<?> document, List<ProjectedEvent> events) {
        Map<String, Long> last = new HashMap<>(document.versions());
        for (ProjectedEvent event : events) {
            long next = last.getOrDefault(event.stream(), -1L) + 1;
            if (selective ? event.sequence() < next : event.sequence() != next) {
                return false;
            }
            last.put(event.stream(), event.sequence());
        }
        return true;
    }
}
