package stockledger.query.projection;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * A document: the content, and how far the streams behind it are folded in.
 *
 * @param revision counts the writes; 0 for what is not stored yet
 * @param versions stream to the sequence number of its last event folded
 */
public record VersionedDocument<V>(String key, long revision, Map<String, Long> versions, V view) {

    public VersionedDocument {
        versions = Map.copyOf(versions);
    }

    /** The last event folded of a stream; -1 for none. */
    public long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    /** Whether a document, or the lack of one, has seen all that the token says of these streams. */
    public static boolean hasSeen(@Nullable VersionedDocument<?> document, ConsistencyToken token, String... streams) {
        for (String stream : streams) {
            long seen = document == null ? -1 : document.versionOf(stream);
            if (seen < token.versionOf(stream)) {
                return false;
            }
        }
        return true;
    }

    VersionedDocument<V> written() {
        return new VersionedDocument<>(key, revision + 1, versions, view);
    }
}
