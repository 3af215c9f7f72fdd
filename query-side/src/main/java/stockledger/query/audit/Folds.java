package stockledger.query.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.query.projection.History;
import stockledger.query.sku.SkuProjection;

/**
 * The audit's own folds. Those used last are kept, so that a SKU that changes again costs the reading of its new events only,
 * and a stream that is longer than one step is folded in several.
 */
final class Folds {

    /** Memory of the folds that are kept, some 1,500 of usual size. */
    private static final long MAX_BYTES = 8L << 20;

    private final History history;
    private final EventStore events;
    private final Cache<String, ExpectedSku> kept = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .<String, ExpectedSku>weigher((sku, fold) -> fold.stock().bytes())
            .executor(Runnable::run)
            .build();

    /**
     * Without folds.
     *
     * @param history reads events as projections do, those that an operator has discarded without effect
     * @param events knows the ends of streams
     */
    Folds(History history, EventStore events) {
        this.history = history;
        this.events = events;
    }

    /**
     * One step of a fold.
     *
     * @param fold null until all events are folded
     * @param gap what a stream lacks; null when it lacks nothing
     */
    record Step(@Nullable ExpectedSku fold, @Nullable Gap gap) {}

    /**
     * An event that should be in a stream and is not.
     *
     * @param stream its stream
     * @param sequence its number
     * @param found the number of the event that is there instead; null when the stream ends before
     */
    record Gap(String stream, long sequence, @Nullable Long found) {}

    /** How many events may still be read. */
    static final class Budget {
        private int left;

        Budget(int events) {
            left = events;
        }
    }

    /** Forgets all: the events may be others. */
    void forgetAll() {
        kept.invalidateAll();
    }

    /** Forgets what is folded of a SKU: the next step begins at its first event. */
    void forget(Sku sku) {
        kept.invalidate(sku.value());
    }

    /**
     * Folds events up to exactly these versions.
     *
     * @param versions sequence number of the last event, by stream
     * @param budget of events that are read
     */
    Step step(Sku sku, Map<String, Long> versions, Budget budget) {
        ExpectedSku fold = kept.getIfPresent(sku.value());
        if (fold == null || isBeyond(fold, versions)) {
            fold = new ExpectedSku(sku);
        }
        for (String stream : new String[] {sku.productStream(), sku.stockStream()}) {
            long target = versions.getOrDefault(stream, -1L);
            long before = fold.versionOf(stream);
            Gap gap = add(fold, stream, Math.min(target, before + budget.left));
            if (gap != null) {
                forget(sku);
                return new Step(null, gap);
            }
            budget.left -= (int) (fold.versionOf(stream) - before);
        }
        kept.put(sku.value(), fold);
        return new Step(hasReached(fold, versions) ? fold : null, null);
    }

    private static boolean isBeyond(ExpectedSku fold, Map<String, Long> versions) {
        Sku sku = fold.sku();
        return fold.versionOf(sku.productStream()) > versions.getOrDefault(sku.productStream(), -1L)
                || fold.versionOf(sku.stockStream()) > versions.getOrDefault(sku.stockStream(), -1L);
    }

    private static boolean hasReached(ExpectedSku fold, Map<String, Long> versions) {
        Sku sku = fold.sku();
        return fold.versionOf(sku.productStream()) == versions.getOrDefault(sku.productStream(), -1L)
                && fold.versionOf(sku.stockStream()) == versions.getOrDefault(sku.stockStream(), -1L);
    }

    /** Adds the events of a stream up to a version; returns what is missing of them. */
    private @Nullable Gap add(ExpectedSku fold, String stream, long last) {
        if (fold.versionOf(stream) >= last) {
            return null;
        }
        AtomicReference<@Nullable Gap> gap = new AtomicReference<>();
        history.read(SkuProjection.NAME, stream, fold.versionOf(stream) + 1, (event, hasEffect) -> {
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
            return fold.versionOf(stream) < last;
        });
        Gap found = gap.get();
        return found == null && fold.versionOf(stream) < last
                ? new Gap(stream, fold.versionOf(stream) + 1, null)
                : found;
    }

    /** The number of the last event of a stream; -1 for none. */
    long lastOf(String stream) {
        return events.lastSequenceNumberFor(stream).orElse(-1L);
    }
}
