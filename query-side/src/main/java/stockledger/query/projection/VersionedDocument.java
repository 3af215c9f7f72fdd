package stockledger.query.projection;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * A stored view, with the versions of the streams that it was folded from.
 *
 * @param revision number of writes; 0 before the first
 * @param versions sequence number of the last folded event, by stream
 * @param degradedSince since when later events are not folded, because the next one of them cannot be processed; null for a
 *     document that is up to date with its streams
 */
public record VersionedDocument<V>(
        String key,
        long revision,
        Map<String, Long> versions,
        V view,
        @Nullable Instant degradedSince) {

    public VersionedDocument {
        versions = Map.copyOf(versions);
    }

    /** A document whose events can all be processed. */
    public VersionedDocument(String key, long revision, Map<String, Long> versions, V view) {
        this(key, revision, versions, view, null);
    }

    /** The same document with its view in another form. */
    public <W> VersionedDocument<W> withView(W other) {
        return new VersionedDocument<>(key, revision, versions, other, degradedSince);
    }

    /** The same document, parked at another time. */
    VersionedDocument<V> withDegradedSince(@Nullable Instant since) {
        return new VersionedDocument<>(key, revision, versions, view, since);
    }

    /** Sequence number of the last folded event of a stream; -1 for none. */
    public long versionOf(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    /** Whether no event was folded: it was only stored to say that the first one cannot be processed. */
    boolean isPlaceholder() {
        return versions.isEmpty();
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
