package stockledger.standalone.documents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** The documents that were read or replaced last, decoded: decoding costs more than the lookup in RocksDB. */
final class DecodedDocuments {

    /** A decoded document takes some five times its BSON. */
    private static final int DECODED_FACTOR = 5;

    private static final int HEAP_SHARE = 6;

    private final Cache<Key, Sized> documents = Caffeine.newBuilder()
            .maximumWeight(Runtime.getRuntime().maxMemory() / HEAP_SHARE)
            .<Key, Sized>weigher((key, sized) -> sized.bytes() * DECODED_FACTOR)
            .executor(Runnable::run)
            .build();

    private record Key(int table, Object id) {}

    private record Sized(Document document, int bytes) {}

    @Nullable
    Document get(int table, Object id) {
        Sized sized = documents.getIfPresent(new Key(table, id));
        return sized == null ? null : sized.document();
    }

    void put(int table, Object id, Document document, int bytes) {
        documents.put(new Key(table, id), new Sized(document, bytes));
    }

    void remove(int table, Object id) {
        documents.invalidate(new Key(table, id));
    }

    void removeTable(int table) {
        documents.asMap().keySet().removeIf(key -> key.table() == table);
    }
}
