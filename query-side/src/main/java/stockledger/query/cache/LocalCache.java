package stockledger.query.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers kept in this process, as many as fit.
 *
 * <p>An answer is served while it is young, or while this process proves that it hears of every change and has heard of
 * none to this one. What was read before a change was heard of is not kept, and of two answers the newer stays.
 */
final class LocalCache {

    /** What an entry takes beside its name and body, in bytes, roughly. */
    private static final int ENTRY_BYTES = 160;

    /** What a name has between the shelf and the key: a word of the generation. */
    private static final int NAME_BYTES = 40;

    /** More read in ahead would make what was read in before leave again. */
    private static final double FULL = 0.9;

    private final Cache<String, Kept> kept;
    private final ConcurrentHashMap<String, Fill> fills = new ConcurrentHashMap<>();
    private final CacheMeters meters;
    private final LongSupplier clock;
    private final long stalenessNanos;
    private final long size;
    private volatile Hearing hearing = new Hearing(0, 0);

    /**
     * A shelf with nothing on it.
     *
     * @param clock nanoseconds of a clock that never goes back
     */
    LocalCache(CacheSettings settings, CacheMeters meters, LongSupplier clock) {
        this.meters = meters;
        this.clock = clock;
        this.stalenessNanos = TimeUnit.MILLISECONDS.toNanos(settings.stalenessMillis());
        this.size = settings.processBytes();
        this.kept = Caffeine.newBuilder()
                .maximumWeight(size)
                .<String, Kept>weigher((name, entry) -> entry.bytes() + name.length())
                .evictionListener((name, entry, cause) -> meters.processEvictions.increment())
                .build();
    }

    /**
     * What was found under one name.
     *
     * @param answer null for a product that is not known
     * @param readAt when reading it began
     * @param era of the hearing under which reading it began
     */
    record Kept(@Nullable CachedResponse answer, long readAt, long era) {
        int bytes() {
            return ENTRY_BYTES + (answer == null ? 0 : answer.bytes());
        }

        private long revision() {
            return answer == null ? -1 : answer.revision();
        }
    }

    /**
     * How well this process hears of changes.
     *
     * @param era counts the times it began to hear; 0 while it does not
     * @param provenAt every change before this moment has been heard of
     */
    private record Hearing(long era, long provenAt) {}

    /** One reading of deeper levels that is under way; whoever wants the same waits for it. */
    static final class Fill {
        private final long readAt;
        private final long era;
        private final CompletableFuture<Kept> read = new CompletableFuture<>();

        private Fill(long readAt, long era) {
            this.readAt = readAt;
            this.era = era;
        }

        /** What the one who reads has read. */
        Kept await() {
            try {
                return read.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while another question was reading the same", e);
            }
        }
    }

    /** What is kept and may be served; null when nothing is. */
    @Nullable
    Kept get(String name) {
        Kept entry = kept.getIfPresent(name);
        return entry == null || !isTrusted(entry) ? null : entry;
    }

    private boolean isTrusted(Kept entry) {
        long now = clock.getAsLong();
        if (now - entry.readAt() < stalenessNanos) {
            return true;
        }
        // That a product is not known is remembered briefly only: there is no end of what is not known.
        return entry.answer() != null && entry.era() != 0 && isProven(entry.era(), now);
    }

    /** Whether this process has proven within the bound that it hears of changes. */
    boolean isHearing() {
        return provenEra() != 0;
    }

    /** Since which beginning this process has heard of every change; 0 when it has not proven that within the bound. */
    long provenEra() {
        long era = hearing.era();
        return era != 0 && isProven(era, clock.getAsLong()) ? era : 0;
    }

    private boolean isProven(long era, long now) {
        Hearing heard = hearing;
        return era == heard.era() && now - heard.provenAt() < stalenessNanos;
    }

    /** A reading that may begin under the present hearing. */
    Fill fill() {
        return new Fill(clock.getAsLong(), hearing.era());
    }

    /**
     * A reading that may begin, of what is kept for the bound only, proof or not. Some are kept for less, down to half of
     * it: what was read together in a rush would be read again together, one rush after the other.
     */
    Fill fillForAMoment() {
        return new Fill(clock.getAsLong() - ThreadLocalRandom.current().nextLong(stalenessNanos / 2), 0);
    }

    /** Begins a reading; the one that is under way already instead, and null when this one has begun. */
    @Nullable
    Fill begin(String name, Fill fill) {
        return fills.putIfAbsent(name, fill);
    }

    /** Keeps what was read, unless a change was heard of meanwhile, and tells who waits. */
    void end(String name, Fill fill, @Nullable CachedResponse answer) {
        Kept made = new Kept(answer, fill.readAt, fill.era);
        kept.asMap().compute(name, (same, before) -> {
            boolean overtaken = fills.get(name) != fill;
            boolean older = before != null && before.revision() > made.revision();
            return overtaken || older ? before : made;
        });
        fills.remove(name, fill);
        fill.read.complete(made);
        meters.processFills.increment();
    }

    /** Ends a reading that was not needed: another one had just ended with this. */
    void passOn(String name, Fill fill, Kept found) {
        fills.remove(name, fill);
        fill.read.complete(found);
    }

    /** Tells who waits that nothing could be read; does nothing after {@link #end}. */
    void fail(String name, Fill fill, Throwable why) {
        fills.remove(name, fill);
        fill.read.completeExceptionally(why);
    }

    /** A change was heard of: what is older than this revision goes, and what is being read now is not kept. */
    void changed(String name, long revision) {
        fills.remove(name);
        kept.asMap().computeIfPresent(name, (same, entry) -> entry.revision() < revision ? null : entry);
    }

    /** An answer that is kept has been packed, and takes more. */
    void grown(String name, CachedResponse answer) {
        kept.asMap()
                .computeIfPresent(
                        name,
                        (same, entry) ->
                                entry.answer() == answer ? new Kept(answer, entry.readAt(), entry.era()) : entry);
    }

    /** From now on this process hears of changes. */
    void hears(long era) {
        hearing = new Hearing(era, clock.getAsLong());
    }

    /** All changes before this moment have been heard of. */
    void proven(long era, long at) {
        Hearing before = hearing;
        if (before.era() == era && at - before.provenAt() > 0) {
            hearing = new Hearing(era, at);
        }
    }

    /** This process may miss changes from now on: it forgets all. */
    void deaf() {
        hearing = new Hearing(0, 0);
        fills.clear();
        kept.invalidateAll();
    }

    /** What keeping an answer takes, roughly. */
    static long bytes(String shelf, String key, CachedResponse answer) {
        return (long) ENTRY_BYTES + NAME_BYTES + shelf.length() + key.length() + answer.body().length;
    }

    /** Whether so many bytes that are read in ahead, and some more, find room together. */
    boolean hasRoomFor(long bytes) {
        return bytes < size * FULL;
    }

    /** What all is kept under names that begin so is never asked for again, and need not make room first. */
    void forget(String prefix) {
        kept.asMap().keySet().removeIf(name -> name.startsWith(prefix));
    }

    long bytes() {
        return kept.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }
}
