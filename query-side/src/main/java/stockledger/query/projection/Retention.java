package stockledger.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * When documents leave a read model. Such a document is deleted; its view can still be folded from its stream, see
 * {@link History}.
 *
 * @param keep how long a document stays after its end
 * @param endedAt when a view came to its end; null while it has not
 * @param endedBefore selects the stored documents that ended before a time
 */
public record Retention<V>(Duration keep, Function<V, @Nullable Instant> endedAt, Function<Instant, Bson> endedBefore) {

    /** Whether the document of a view is no longer kept. */
    boolean isOver(V view, Instant now) {
        Instant ended = endedAt.apply(view);
        return ended != null && ended.isBefore(now.minus(keep));
    }
}
