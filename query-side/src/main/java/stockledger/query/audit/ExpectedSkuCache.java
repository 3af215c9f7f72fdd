package stockledger.query.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.events.store.lookup.StoredEvents.Range;
import stockledger.query.projection.History;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.sku.SkuProjection;

/**
 * The audit's own folds. Those used last are kept, so that a SKU that changes again costs the reading of its new events only.
 * The events of several SKUs are read by one request; a stream that is longer than one step may read is folded in several.
 */
final class ExpectedSkuCache {

    /** Memory of the folds that are kept, some 4,000 of usual size. */
    private static final long MAX_BYTES = 16L << 20;

    /** The most that one fold counts, whatever its size: a fold that counted more than the cache holds would never be kept. */
    private static final int MAX_BYTES_OF_ONE = (int) (MAX_BYTES / 4);

    /**
     * Folds of which events are left to be folded; they are kept apart, whatever their size. Those that the cache evicted would begin
     * again at the first event, and never end. Beyond this number they are kept in the cache.
     */
    private static final int MAX_UNFINISHED = 200;

    private final History history;
    private final StoredEvents stored;
    private final EventStore events;
    private final Map<String, ExpectedSku> unfinished = new LinkedHashMap<>();
    private final Cache<String, ExpectedSku> kept = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<String, ExpectedSku>weigher((sku, fold) -> Math.min(fold.stock().bytes(), MAX_BYTES_OF_ONE))
            .executor(Runnable::run)
            .build();

    /**
     * Without folds.
     *
     * @param history hands over events as projections fold them, those that an operator has discarded without effect
     * @param stored reads events
     * @param events knows the ends of streams
     */
    ExpectedSkuCache(History history, StoredEvents stored, EventStore events) {
        this.history = history;
        this.stored = stored;
        this.events = events;
    }

    /**
     * One step of a fold.
     *
     * @param fold null until all events are folded
     * @param gap what a stream lacks; null when it lacks nothing
     * @param unprocessable why an event could not be folded; null when all could
     */
    record Step(
            @Nullable ExpectedSku fold,
            @Nullable Gap gap,
            @Nullable UnprocessableEventException unprocessable) {}

    /**
     * An event that should be in a stream and is not.
     *
     * @param stream its stream
     * @param sequence its number
     * @param found the number of the event that is there instead; null when the stream ends before
     */
    record Gap(String stream, long sequence, @Nullable Long found) {}

    /** Forgets all: the events may be others. */
    void forgetAll() {
        kept.invalidateAll();
        unfinished.clear();
    }

    /** Forgets what is folded of a SKU: the next step begins at its first event. */
    void forget(Sku sku) {
        kept.invalidate(sku.value());
        unfinished.remove(sku.value());
    }

    /**
     * Folds events of these SKUs up to exactly these versions.
     *
     * @param versionsBySku sequence number of the last event, by stream
     * @param maxEvents that are read of all together
     * @param maxEventsOfOne that are read of one SKU
     */
    Map<Sku, Step> steps(Map<Sku, Map<String, Long>> versionsBySku, int maxEvents, int maxEventsOfOne) {
        Map<Sku, ExpectedSku> folds = new LinkedHashMap<>();
        Map<String, Range> ranges = new LinkedHashMap<>();
        int left = maxEvents;
        for (Map.Entry<Sku, Map<String, Long>> one : versionsBySku.entrySet()) {
            ExpectedSku fold = begun(one.getKey(), one.getValue());
            folds.put(one.getKey(), fold);
            int ofSku = Math.min(left, maxEventsOfOne);
            for (String stream : streams(one.getKey())) {
                long before = fold.versionOf(stream);
                long last = Math.min(versionOf(stream, one.getValue()), before + ofSku);
                if (last > before) {
                    ranges.put(stream, new Range(stream, before + 1, last));
                    ofSku -= (int) (last - before);
                    left -= (int) (last - before);
                }
            }
        }
        Map<String, List<DomainEventMessage<?>>> read = stored.readRanges(ranges.values());
        Map<Sku, Step> steps = new LinkedHashMap<>();
        versionsBySku.forEach((sku, versions) ->
                steps.put(sku, step(Objects.requireNonNull(folds.get(sku)), versions, ranges, read)));
        return steps;
    }

    private ExpectedSku begun(Sku sku, Map<String, Long> versions) {
        ExpectedSku fold = unfinished.remove(sku.value());
        if (fold == null) {
            fold = kept.getIfPresent(sku.value());
        }
        return fold == null || isBeyond(fold, versions) ? new ExpectedSku(sku) : fold;
    }

    private Step step(
            ExpectedSku fold,
            Map<String, Long> versions,
            Map<String, Range> ranges,
            Map<String, List<DomainEventMessage<?>>> read) {
        Sku sku = fold.sku();
        boolean isFinished = true;
        for (String stream : streams(sku)) {
            Range range = ranges.get(stream);
            if (range != null) {
                Gap gap;
                try {
                    gap = add(fold, range, read.getOrDefault(stream, List.of()));
                } catch (UnprocessableEventException e) {
                    forget(sku);
                    return new Step(null, null, e);
                }
                if (gap != null) {
                    forget(sku);
                    return new Step(null, gap, null);
                }
            }
            isFinished &= fold.versionOf(stream) == versionOf(stream, versions);
        }
        if (isFinished || unfinished.size() >= MAX_UNFINISHED) {
            kept.put(sku.value(), fold);
        } else {
            unfinished.put(sku.value(), fold);
        }
        return new Step(isFinished ? fold : null, null, null);
    }

    private static List<String> streams(Sku sku) {
        return List.of(sku.productStream(), sku.stockStream());
    }

    private static long versionOf(String stream, Map<String, Long> versions) {
        return versions.getOrDefault(stream, -1L);
    }

    private static boolean isBeyond(ExpectedSku fold, Map<String, Long> versions) {
        return streams(fold.sku()).stream().anyMatch(stream -> fold.versionOf(stream) > versionOf(stream, versions));
    }

    /** Adds the events of a part of a stream; returns what is missing of them. */
    private @Nullable Gap add(ExpectedSku fold, Range range, List<DomainEventMessage<?>> read) {
        String stream = range.stream();
        AtomicReference<@Nullable Gap> gap = new AtomicReference<>();
        history.read(SkuProjection.NAME, read.iterator(), (event, hasEffect) -> {
            long next = fold.versionOf(stream) + 1;
            if (event.sequence() != next) {
                gap.set(new Gap(stream, next, event.sequence()));
                return false;
            }
            if (hasEffect) {
                fold.add(event.payload(), event.at(), event.actor());
            } else {
                fold.skip(stream);
            }
            return true;
        });
        Gap found = gap.get();
        return found == null && fold.versionOf(stream) < range.last()
                ? new Gap(stream, fold.versionOf(stream) + 1, null)
                : found;
    }

    /** The number of the last event of a stream; -1 for none. */
    long lastOf(String stream) {
        return events.lastSequenceNumberFor(stream).orElse(-1L);
    }
}
