package stockledger.query.projection;

import java.util.Map;

/**
 * A document and how much it takes in MongoDB.
 *
 * @param bytes its size in bytes, or of its largest update if that is more
 */
record StoredDocument<V>(VersionedDocument<V> document, int bytes) {

    static <V> StoredDocument<V> absent(String key, V empty) {
        return new StoredDocument<>(new VersionedDocument<>(key, 0, Map.of(), empty), 0);
    }
}
