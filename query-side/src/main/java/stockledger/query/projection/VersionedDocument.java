package stockledger.query.projection;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * A stored view, with the versions of the streams that it was folded from.
 *
 * @param revision number of writes; 0 before the first
 * @param versions sequence number of the last folded event, by stream
 */
public record VersionedDocument<V>(String key, long revision, Map<String, Long> versions, V view) {

    public VersionedDocument {
        versions = Map.copyOf(versions);
    }

    /** Sequence number of the last folded event of a stream; -1 for none. */
    public long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    /** Whether a document, or its absence, is as new as the token requires for these streams. */
    public static boolean hasSeen(@Nullable VersionedDocument<?> document, ConsistencyToken token, String... streams) {
        for (String stream : streams) {
            long version = document == null ? -1 : document.versionOf(stream);
            if (version < token.versionOf(stream)) {
                return false;
            }
        }
        return true;
    }
}
