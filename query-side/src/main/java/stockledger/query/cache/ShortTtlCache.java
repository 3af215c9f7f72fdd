package stockledger.query.cache;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are made of many documents, kept in this process for the bound on staleness and no longer: so much changes
 * them that nobody tells of it. What was read of lists before it was known that they lack something is given up with the
 * word that it was read under, or it would be as old again as such a thing may take to be known. Of questions that miss the same, one reads and the others wait for it.
 */
public final class ShortTtlCache {

    private final LocalCache process;
    private final Supplier<String> word;
    private final CacheMeters meters;

    /** @param word that all lists are read under now */
    ShortTtlCache(LocalCache process, Supplier<String> word, CacheMeters meters) {
        this.process = process;
        this.word = word;
        this.meters = meters;
    }

    /** The answer to a question if it is kept; null when it would have to be read. */
    public byte @Nullable [] atHand(String name, String question) {
        LocalCache.Kept kept = process.get(nameOf(name, question));
        if (kept == null || kept.answer() == null) {
            return null;
        }
        meters.process.hits.increment();
        return kept.answer().body();
    }

    /**
     * The answer to a question.
     *
     * @param name of what is asked, and the epoch, such as {@code browse:3}
     * @param question the same for all that are answered the same
     */
    public byte[] find(String name, String question, Supplier<byte[]> source) {
        String key = nameOf(name, question);
        LocalCache.Kept kept = process.get(key);
        if (kept != null && kept.answer() != null) {
            meters.process.hits.increment();
            return kept.answer().body();
        }
        meters.process.misses.increment();
        LocalCache.Fill fill = process.fillForAMoment();
        LocalCache.Fill other = process.begin(key, fill);
        if (other != null) {
            CachedResponse read = other.await().answer();
            return read == null ? source.get() : read.body();
        }
        try {
            byte[] made = source.get();
            process.end(key, fill, new CachedResponse(0, -1, -1, made));
            return made;
        } catch (RuntimeException | Error failed) {
            process.fail(key, fill, failed);
            throw failed;
        }
    }

    private String nameOf(String name, String question) {
        return name + ":" + word.get() + "?" + question;
    }
}
