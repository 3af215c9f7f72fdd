package stockledger.query.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.JobId;
import stockledger.events.Provenance;
import stockledger.events.Sku;
import stockledger.events.store.lookup.StoredEvents;
import stockledger.query.event.EventDetails.ChangedDocument;
import stockledger.query.event.EventDetails.Command;
import stockledger.query.event.EventDetails.FieldChange;
import stockledger.query.event.EventDetails.Request;
import stockledger.query.event.EventDetails.StateChange;
import stockledger.query.event.EventPage.Item;
import stockledger.query.event.EventSearch.Found;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.EventLog;
import stockledger.query.projection.History;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.StoredJson;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.SkuProjection;
import tools.jackson.databind.JsonNode;

/** Follows one event back to its request and forth to the documents that it changed. */
@Component
final class EventTracer {

    private static final int MAX_EVENTS = 100;

    private final EventSearch search;
    private final StoredEvents stored;
    private final List<Projection<?>> projections;
    private final ReadModels models;
    private final SkuHistory skus;
    private final History history;

    EventTracer(
            EventSearch search,
            StoredEvents stored,
            List<Projection<?>> projections,
            ReadModels models,
            SkuHistory skus,
            History history) {
        this.search = search;
        this.stored = stored;
        this.projections = projections;
        this.models = models;
        this.skus = skus;
        this.history = history;
    }

    EventDetails trace(String id, Masking masking) {
        Found found = search.find(filter(EventKey.ID, id), null, true, 1);
        if (found.entries().isEmpty()) {
            throw notFound();
        }
        VersionedDocument<EventEntry> entry = found.entries().get(0);
        StoredEvents.Address address = EventSearch.address(entry);
        DomainEventMessage<?> event = stored.read(List.of(address)).get(address);
        if (event == null) {
            throw notFound();
        }
        Item item = masking.apply(search.item(event, EventId.of(entry.key()).position()));
        String correlation = item.correlationId();
        Found related = correlation == null
                ? found
                : search.find(filter(EventKey.CORRELATION, correlation), null, false, MAX_EVENTS);
        MetaData metadata = event.getMetaData();
        List<ChangedDocument> documents = new ArrayList<>();
        StateChange state = null;
        Object payload = EventIndex.payload(event);
        for (Projection<?> projection : projections) {
            String key = payload == null
                    ? projection.keyOfStream(address.stream())
                    : isChangedBy(projection, payload) ? keyOf(projection, event, payload) : null;
            if (key != null) {
                documents.add(document(projection, key, address));
                // Documents of selective projections belong to no one stream that could be folded.
                state = state == null && !projection.isSelective() && masking.showsStatesOf(event)
                        ? history.query(() -> state(projection, key, address, entry.key(), masking))
                        : state;
            }
        }
        return new EventDetails(
                item,
                new Request(correlation, text(metadata, Provenance.TRACE_PARENT)),
                command(item, text(metadata, Provenance.JOB_ROW), masking),
                search.read(related.entries()).stream().map(masking::apply).toList(),
                related.hasMore(),
                documents,
                state);
    }

    private Command command(Item item, @Nullable String jobRow, Masking masking) {
        Item accepted = null;
        if (jobRow != null && jobRow.indexOf('/') > 0) {
            String stream = new JobId(jobRow.substring(0, jobRow.indexOf('/'))).stream();
            Found first = search.find(filter(EventKey.STREAM, stream), null, false, 1);
            accepted = search.read(first.entries()).stream()
                    .map(masking::apply)
                    .findFirst()
                    .orElse(null);
        }
        return new Command(item.causationId(), jobRow, accepted);
    }

    private static EventFilter filter(EventKey key, String value) {
        return new EventFilter(List.of(key.of(value)), null, null, true);
    }

    private static QueryProblemException notFound() {
        return QueryProblemException.notFound(
                "event-not-found", "There is no such event, or it was stored a moment ago and is not indexed yet.");
    }

    private static @Nullable String text(MetaData metadata, String key) {
        Object value = metadata.get(key);
        return value == null ? null : value.toString();
    }

    private static boolean isChangedBy(Projection<?> projection, Object payload) {
        return !(projection instanceof EventLog<?>)
                && projection.families().stream().anyMatch(family -> family.isInstance(payload))
                && !projection.ignored().contains(payload.getClass());
    }

    /** The key of the document that an event changes; null for an event that changes none. */
    private static @Nullable String keyOf(Projection<?> projection, DomainEventMessage<?> event, Object payload) {
        if (!projection.isSelective()) {
            return projection.keyOf(payload);
        }
        return projection.selectedKey(new ProjectedEvent(
                payload,
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                event.getTimestamp(),
                String.valueOf(text(event.getMetaData(), Provenance.ACTOR))));
    }

    private <V> ChangedDocument document(Projection<V> projection, String key, StoredEvents.Address event) {
        ServedDocuments<V> documents = models.of(projection);
        Epoch epoch = documents.epoch();
        VersionedDocument<V> document = documents.find(epoch, List.of(key)).get(key);
        Map<String, Long> versions = document == null ? Map.of() : document.versions();
        return new ChangedDocument(
                projection.name(),
                epoch.collection(),
                key,
                versions,
                versions.getOrDefault(event.stream(), -1L) >= event.sequence());
    }

    private StateChange state(
            Projection<?> projection, String key, StoredEvents.Address event, String entryId, Masking masking) {
        boolean isSku = projection.name().equals(SkuProjection.NAME);
        Map<String, Long> versions = isSku
                ? versionsBefore(new Sku(key), event, entryId)
                : event.sequence() == 0 ? new HashMap<>() : new HashMap<>(Map.of(event.stream(), event.sequence() - 1));
        JsonNode before = null;
        try {
            before = versions.isEmpty() ? null : masking.state(json(stateAt(projection, key, event, versions)));
            versions.put(event.stream(), event.sequence());
            JsonNode after = masking.state(json(stateAt(projection, key, event, versions)));
            return new StateChange(projection.name(), key, before, after, FieldChange.between(before, after), null);
        } catch (UnprocessableEventException e) {
            return new StateChange(projection.name(), key, before, null, List.of(), e.getMessage());
        }
    }

    private Object stateAt(
            Projection<?> projection, String key, StoredEvents.Address event, Map<String, Long> versions) {
        return projection.name().equals(SkuProjection.NAME)
                ? skus.at(key, versions)
                : fold(projection, key, event.stream(), versions.getOrDefault(event.stream(), -1L));
    }

    /** The last events of both streams of a SKU before an event; a stream without one is left out. */
    private Map<String, Long> versionsBefore(Sku sku, StoredEvents.Address event, String entryId) {
        Map<String, Long> versions = new HashMap<>();
        for (String stream : List.of(sku.productStream(), sku.stockStream())) {
            if (stream.equals(event.stream())) {
                if (event.sequence() > 0) {
                    versions.put(stream, event.sequence() - 1);
                }
                continue;
            }
            Found last = search.find(filter(EventKey.STREAM, stream), entryId, true, 1);
            last.entries()
                    .forEach(entry ->
                            versions.put(stream, EventSearch.address(entry).sequence()));
        }
        return versions;
    }

    private <V> Object fold(Projection<V> projection, String key, String stream, long last) {
        List<V> view = new ArrayList<>(List.of(projection.empty(key)));
        history.read(projection.name(), stream, 0, event -> event.sequence() <= last, (event, hasEffect) -> {
            if (hasEffect && !projection.ignored().contains(event.payload().getClass())) {
                view.set(0, projection.after(view.get(0), List.of(event)));
            }
            return true;
        });
        return view.get(0);
    }

    private static JsonNode json(Object view) {
        return Objects.requireNonNull(StoredJson.mapper().valueToTree(view));
    }
}
