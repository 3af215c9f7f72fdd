package stockledger.query.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index has of one event, beside its stream and sequence number. What is in the event stays in the event store.
 *
 * @param keys each of a {@link EventKey} and a value
 * @param bytes size of the stored payload
 * @param restricted whether only operators may see its actor and its content; null if others may too
 */
record EventEntry(List<String> keys, int bytes, @Nullable Boolean restricted) {

    EventEntry {
        keys = List.copyOf(keys);
    }
}
