package stockledger.query.sku;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.query.cache.CacheGeneration;
import stockledger.query.cache.CacheGenerationStore;
import stockledger.query.projection.Epoch;

/**
 * Writes to Redis whose cache generation was not read after their documents were saved, but polled before. Reading it
 * for each batch would be a third of what a change costs in MongoDB. So it is read once for all batches since the
 * last tracking token, before the next is stored: if it has changed, these responses are written again under the new
 * one.
 */
final class UnconfirmedWrites {

    private final CacheGenerationStore generations;
    private final Writer writer;
    private final Set<Write> writes = ConcurrentHashMap.newKeySet();

    /** Writes the responses of documents as they are now. */
    @FunctionalInterface
    interface Writer {
        void write(CacheGeneration known, Epoch epoch, List<String> keys);
    }

    /** Compared by identity. */
    private static final class Write {
        private final CacheGeneration known;
        private final Epoch epoch;
        private final List<String> keys;

        Write(CacheGeneration known, Epoch epoch, List<String> keys) {
            this.known = known;
            this.epoch = epoch;
            this.keys = keys;
        }
    }

    UnconfirmedWrites(CacheGenerationStore generations, Writer writer) {
        this.generations = generations;
        this.writer = writer;
    }

    /** Adds a write that is complete. */
    void add(CacheGeneration known, Epoch epoch, List<String> keys) {
        writes.add(new Write(known, epoch, keys));
    }

    /**
     * Confirms all writes that were added before this call, or repeats them. A repeated write is final: its
     * generation was read after the documents were saved.
     *
     * @throws com.mongodb.MongoException when the generation cannot be read
     */
    void confirm() {
        List<Write> added = List.copyOf(writes);
        if (added.isEmpty()) {
            return;
        }
        CacheGeneration now = generations.read();
        for (Write write : added) {
            if (!write.known.hasKeysOf(now)) {
                writer.write(now, write.epoch, write.keys);
            }
            writes.remove(write);
        }
    }
}
