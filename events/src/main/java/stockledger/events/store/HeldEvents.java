package stockledger.events.store;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;

/**
 * Bounds the bytes of the events that readers hold: in the cache of the newest events, in the queues of processors and in
 * their batches, which are all bounded in number only. The events that were read last keep their content. An older one
 * loses it, and reads it again if somebody still needs it. So a few hundred events of a megabyte each do not fill the
 * memory, and events of usual size are never read twice.
 */
final class HeldEvents {

    /** Events that lose their content together: few references for the garbage collector. */
    private static final int MAX_GROUP_EVENTS = 64;

    private static final int MAX_GROUP_BYTES = 128 << 10;

    private final long maxBytes;
    private final Serializer serializer;
    private final Reader reader;
    private final Deque<GroupReference> oldestFirst = new ArrayDeque<>();
    private Group newest = new Group();
    private long bytes;

    /** Reads one event. */
    @FunctionalInterface
    interface Reader {

        /**
         * The event of a stream with this sequence number.
         *
         * @throws RuntimeException when it cannot be read
         */
        DomainEventMessage<?> read(String stream, long sequence);
    }

    /**
     * @param maxBytes stored size of the payloads that are held
     * @param serializer of events
     * @param reader reads events whose content is no longer held
     */
    HeldEvents(long maxBytes, Serializer serializer, Reader reader) {
        this.maxBytes = maxBytes;
        this.serializer = serializer;
        this.reader = reader;
    }

    /** Events that were read one after another; each holds its group, so that a group ends with its last event. */
    static final class Group {
        private final List<HeldEvent.Content<?>> contents = new ArrayList<>();
        private long bytes;
    }

    private static final class GroupReference extends WeakReference<Group> {
        private final long bytes;

        GroupReference(Group group) {
            super(group);
            this.bytes = group.bytes;
        }
    }

    /**
     * The same event, with a content that it may lose. Events without a stream are returned as they are.
     *
     * @param late whether an event with a later position was read before it
     */
    TrackedEventMessage<?> hold(TrackedEventMessage<?> event, boolean late) {
        return event instanceof DomainEventMessage<?> ofStream ? hold(event, ofStream, late) : event;
    }

    private <T> TrackedEventMessage<?> hold(
            TrackedEventMessage<?> event, DomainEventMessage<T> ofStream, boolean late) {
        int size = event.serializePayload(serializer, byte[].class).getData().length;
        HeldEvent.Content<T> content = new HeldEvent.Content<>(ofStream, reader);
        add(content, size);
        return new HeldEvent<>(event.trackingToken(), ofStream, content, size, late);
    }

    private synchronized void add(HeldEvent.Content<?> content, int size) {
        content.joins(newest);
        newest.contents.add(content);
        newest.bytes += size;
        if (newest.bytes >= MAX_GROUP_BYTES || newest.contents.size() >= MAX_GROUP_EVENTS) {
            oldestFirst.add(new GroupReference(newest));
            bytes += newest.bytes;
            newest = new Group();
            while (bytes > maxBytes) {
                drop(oldestFirst.remove());
            }
        }
    }

    private void drop(GroupReference oldest) {
        bytes -= oldest.bytes;
        Group group = oldest.get();
        if (group != null) {
            group.contents.forEach(HeldEvent.Content::drop);
        }
    }
}
