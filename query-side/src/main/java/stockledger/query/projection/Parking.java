package stockledger.query.projection;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.events.NewerEventException;
import stockledger.events.StuckReaders;

/**
 * Parks the keys of one epoch whose next event cannot be processed, and folds them again when they are retried.
 *
 * <p>How it works. The document of a parked key says so itself ({@link VersionedDocument#degradedSince()}), at a revision of its
 * own: so a fold that reads it skips the key's events, a concurrent one fails its version guard, and every cached response is
 * replaced. A retry folds the key's streams from the document's versions on. After it has written the document it reads the
 * streams once more, since processors have skipped what was delivered before that.
 */
final class Parking<V> {

    /** With so many, the release is to blame and not an event: the projection stops at the next one. */
    static final int MAX_KEYS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
    private static final int MAX_ATTEMPTS = 20;

    /**
     * Codes of MongoDB that say that a document itself is wrong: BadValue, FailedToParse, TypeMismatch, Overflow, InvalidBSON,
     * InvalidIdField, DollarPrefixedFieldName, EmptyFieldName, DottedFieldName, DocumentValidationFailure,
     * CannotIndexParallelArrays, BSONObjectTooLarge, KeyTooLong. Others, such as a full disk, say nothing about a document.
     */
    private static final Set<Integer> REFUSALS_OF_A_DOCUMENT =
            Set.of(2, 9, 14, 15, 22, 52, 53, 56, 57, 121, 171, 10_334, 17_280);

    private final KeyFold.Source<V> source;
    private final Projection<V> projection;
    private final Epoch epoch;
    private final Documents<V> documents;
    private final ParkedKeys parked;
    private final DiscardedEvents discarded;
    private final DocumentListener listener;

    Parking(KeyFold.Source<V> source, Documents<V> documents, ParkingStore store, DocumentListener listener) {
        this.source = source;
        this.projection = source.projection();
        this.epoch = source.epoch();
        this.documents = documents;
        this.parked = store.keys();
        this.discarded = store.discarded();
        this.listener = listener;
    }

    /** Whether an operator has discarded the event that failed, in another process: then it is folded again. */
    boolean wasDiscarded(UnprocessableEventException failed) {
        return discarded.learns(projection, failed.event());
    }

    /**
     * Parks a key. Nothing is parked when a newer release has stored the event, when MongoDB refuses more than a document, when
     * the projection cannot find the streams of its keys, or when too many keys are parked already.
     *
     * @return whether it is parked
     */
    boolean park(String key, UnprocessableEventException failed) {
        ProjectedEvent event = failed.event();
        if (!isOfThisEvent(failed) || !projection.streamsOf(key).contains(event.stream())) {
            return false;
        }
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            StoredDocument<V> before = load(key);
            if (before.document().degradedSince() != null) {
                announce(before.document());
                return true;
            }
            if (parked.find(epoch, key) == null && parked.hasAtLeast(epoch, MAX_KEYS)) {
                return false;
            }
            parked.put(epoch, key, event, StuckReaders.describe(failed));
            VersionedDocument<V> after =
                    degraded(before.document(), Instant.now().truncatedTo(ChronoUnit.MILLIS));
            if (write(before, after)) {
                log(key, failed);
                return true;
            }
        }
        return false;
    }

    private void log(String key, UnprocessableEventException failed) {
        ProjectedEvent event = failed.event();
        try (Scope scope = FoldTraces.contextOf(event).makeCurrent()) {
            LOG.error(
                    "{}: {} is parked at event {} of {} ({}, position {}): {}",
                    epoch.group(),
                    key,
                    event.sequence(),
                    event.stream(),
                    event.typeName(),
                    event.position(),
                    StuckReaders.describe(failed));
        }
    }

    private VersionedDocument<V> degraded(VersionedDocument<V> before, @Nullable Instant since) {
        return new VersionedDocument<>(
                before.key(),
                before.revision() + 1,
                before.versions(),
                projection.withoutSideDocuments(before.view()),
                since);
    }

    private static boolean isOfThisEvent(UnprocessableEventException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof MongoWriteException write) {
            return REFUSALS_OF_A_DOCUMENT.contains(write.getCode());
        }
        if (cause instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteConcernError() == null
                    && bulk.getWriteErrors().stream().allMatch(one -> REFUSALS_OF_A_DOCUMENT.contains(one.getCode()));
        }
        return NewerEventException.in(failed) == null;
    }

    private StoredDocument<V> load(String key) {
        List<StoredDocument<V>> found = documents.load(List.of(key));
        return found.isEmpty() ? StoredDocument.absent(key, projection.empty(key)) : found.get(0);
    }

    /** False when another process has changed the document. */
    private boolean write(StoredDocument<V> before, VersionedDocument<V> after) {
        if (documents.write(List.of(new DocumentChange<>(before, after))) == null) {
            return false;
        }
        announce(after);
        return true;
    }

    private void announce(VersionedDocument<V> written) {
        if (!written.isPlaceholder()) {
            projection.onWritten(epoch, List.of(written));
            projection.beforeToken();
        }
        listener.documentsChanged(projection.name(), List.of(written.key()));
    }

    /**
     * What a retry did, or would do.
     *
     * @param isDrained whether the key is no longer parked
     * @param events that were folded
     * @param versions of the document then
     * @param stopped at which event it stopped; null when it is drained
     */
    record Outcome(
            boolean isDrained,
            long events,
            Map<String, Long> versions,
            @Nullable UnprocessableEventException stopped) {}

    /** The versions of the document of a key. */
    Map<String, Long> versions(ParkedKey entry) {
        return load(entry.key()).document().versions();
    }

    /** Folds a key in memory, as a retry would. */
    Outcome rehearse(ParkedKey entry) {
        Attempt<V> attempt = attempt(entry, Long.MAX_VALUE, true);
        return new Outcome(
                attempt.stopped() == null,
                attempt.events(),
                sorted(attempt.after().versions()),
                attempt.stopped());
    }

    /**
     * Folds a key from its document on. If another event cannot be processed, the key stays parked, at that one.
     *
     * @throws IllegalStateException when other processes change the document again and again
     */
    Outcome retry(ParkedKey entry) {
        long events = 0;
        long max = Long.MAX_VALUE;
        int conflicts = 0;
        while (conflicts < MAX_ATTEMPTS) {
            Attempt<V> attempt = attempt(entry, max, false);
            VersionedDocument<V> before = attempt.before().document();
            UnprocessableEventException stopped = attempt.stopped();
            if (stopped != null && entry.isParkedFor(stopped.event())) {
                stay(entry, stopped);
                return new Outcome(false, events, sorted(before.versions()), stopped);
            }
            if (stopped == null && attempt.events() == 0 && before.degradedSince() == null) {
                announce(before);
                parked.remove(entry);
                LOG.info("{}: {} is no longer parked, {} events were folded", epoch.group(), entry.key(), events);
                return new Outcome(true, events, sorted(before.versions()), null);
            }
            if (stopped != null) {
                stay(entry, stopped);
            }
            try {
                if (!write(attempt.before(), attempt.after())) {
                    conflicts++;
                    continue;
                }
            } catch (MongoException | BSONException e) {
                if (!StuckProjections.isRefused(e)) {
                    throw e;
                }
                ProjectedEvent last = attempt.last();
                if (attempt.events() <= 1 && last != null) {
                    stopped = new UnprocessableEventException(last, e);
                    stay(entry, stopped);
                    return new Outcome(false, events, sorted(before.versions()), stopped);
                }
                // Fewer at a time, until it is known which event makes the document one that MongoDB refuses.
                max = attempt.events() / 2;
                continue;
            }
            events += attempt.events();
            if (stopped != null) {
                return new Outcome(false, events, sorted(attempt.after().versions()), stopped);
            }
        }
        throw new IllegalStateException(
                epoch.group() + ": " + entry.key() + " was changed concurrently in each attempt");
    }

    private void stay(ParkedKey entry, UnprocessableEventException stopped) {
        if (entry.isParkedFor(stopped.event())) {
            parked.failedAgain(entry, stopped.event(), StuckReaders.describe(stopped));
        } else {
            parked.put(epoch, entry.key(), stopped.event(), StuckReaders.describe(stopped));
        }
    }

    /**
     * One fold of a key from its document.
     *
     * @param events that were folded
     * @param last of these; null for none
     * @param stopped at which event it stopped; null for none
     */
    private record Attempt<V>(
            StoredDocument<V> before,
            VersionedDocument<V> after,
            long events,
            @Nullable ProjectedEvent last,
            @Nullable UnprocessableEventException stopped) {}

    /** The stream of the event first: nothing of other streams is folded while it cannot be processed. */
    private Attempt<V> attempt(ParkedKey entry, long max, boolean isDryRun) {
        StoredDocument<V> before = load(entry.key());
        KeyFold<V> fold = new KeyFold<>(source, before.document(), isDryRun);
        Set<String> streams = new LinkedHashSet<>(List.of(entry.stream()));
        streams.addAll(projection.streamsOf(entry.key()));
        boolean isComplete = true;
        UnprocessableEventException stopped = null;
        try {
            for (String stream : streams) {
                isComplete &= fold.addRestOf(stream, max);
            }
        } catch (UnprocessableEventException e) {
            stopped = e;
        }
        VersionedDocument<V> folded = fold.document();
        Instant since = stopped == null && isComplete ? null : entry.since();
        return new Attempt<>(
                before,
                new VersionedDocument<>(folded.key(), folded.revision(), folded.versions(), folded.view(), since),
                fold.folded(),
                fold.last(),
                stopped);
    }

    private static Map<String, Long> sorted(Map<String, Long> versions) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        versions.keySet().stream().sorted().forEach(stream -> sorted.put(stream, versions.get(stream)));
        return sorted;
    }
}
