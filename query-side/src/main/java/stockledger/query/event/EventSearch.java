package stockledger.query.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import stockledger.events.Provenance;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.event.EventPage.Item;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds events in the index and reads them from the event store. */
@Component
final class EventSearch {

    /** Stored payloads of one page, unless a single event is larger. */
    private static final int MAX_PAGE_BYTES = 4 << 20;

    private final ServedDocuments<EventEntry> index;
    private final StoredEvents events;
    private final Serializer serializer;

    EventSearch(
            EventIndex index,
            ReadModels models,
            StoredEvents events,
            @Qualifier("eventSerializer") Serializer serializer) {
        this.index = models.of(index);
        this.events = events;
        this.serializer = serializer;
    }

    /**
     * Entries of the index.
     *
     * @param hasMore whether others follow
     */
    record Found(List<VersionedDocument<EventEntry>> entries, boolean hasMore) {

        String first() {
            return entries.get(0).key();
        }

        String last() {
            return entries.get(entries.size() - 1).key();
        }

        Found reversed() {
            List<VersionedDocument<EventEntry>> other = new ArrayList<>(entries);
            Collections.reverse(other);
            return new Found(other, hasMore);
        }
    }

    /**
     * The next entries after an id, as many as asked for or as their events have bytes for one page.
     *
     * @param after null for the first
     */
    Found find(EventFilter filter, @Nullable String after, boolean descending, int limit) {
        List<VersionedDocument<EventEntry>> found = index.page(
                filter.document(after, descending), new Document(EventId.FIELD, descending ? -1 : 1), limit + 1);
        long bytes = 0;
        int count = 0;
        while (count < Math.min(limit, found.size())) {
            bytes += found.get(count).view().bytes();
            if (count > 0 && bytes > MAX_PAGE_BYTES) {
                break;
            }
            count++;
        }
        return new Found(found.subList(0, count), count < found.size());
    }

    /** The events of entries, in their order. One that the event store no longer has is left out. */
    List<Item> read(List<VersionedDocument<EventEntry>> entries) {
        List<StoredEvents.Address> addresses =
                entries.stream().map(EventSearch::address).toList();
        Map<StoredEvents.Address, DomainEventMessage<?>> stored = events.read(addresses);
        List<Item> items = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            DomainEventMessage<?> event = stored.get(addresses.get(i));
            if (event != null) {
                items.add(item(event, EventId.of(entries.get(i).key()).position()));
            }
        }
        return items;
    }

    static StoredEvents.Address address(VersionedDocument<EventEntry> entry) {
        Map.Entry<String, Long> of = entry.versions().entrySet().iterator().next();
        return new StoredEvents.Address(of.getKey(), of.getValue());
    }

    /** The event as it is answered, with its stored JSON, also when this release does not know its type. */
    Item item(DomainEventMessage<?> event, long position) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        return new Item(
                event.getIdentifier(),
                position,
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                payload.getType().getName(),
                payload.getType().getRevision(),
                event.getTimestamp(),
                EventIndex.actor(event),
                text(event, Provenance.CORRELATION_ID),
                text(event, Provenance.CAUSATION_ID),
                json(payload.getData()),
                null);
    }

    private static @Nullable JsonNode json(byte[] payload) {
        try {
            return StoredJson.mapper().readTree(payload);
        } catch (JacksonException e) {
            return null;
        }
    }

    private static @Nullable String text(DomainEventMessage<?> event, String key) {
        Object value = event.getMetaData().get(key);
        return value == null ? null : value.toString();
    }
}
