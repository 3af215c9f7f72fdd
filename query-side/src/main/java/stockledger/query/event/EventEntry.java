package stockledger.query.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The index entry of one event, beside its stream and sequence number. The content stays in the event store.
 *
 * @param keys each made of an {@link EventKey} and a value
 * @param bytes size of the stored payload
 * @param restricted true if only operators may see its actor and content; else null
 */
record EventEntry(List<String> keys, int bytes, @Nullable Boolean restricted) {

    EventEntry {
        keys = List.copyOf(keys);
    }
}
