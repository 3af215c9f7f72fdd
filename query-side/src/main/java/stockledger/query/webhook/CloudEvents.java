package stockledger.query.webhook;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.StockEvent;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stock and reservation events as CloudEvents 1.0 in structured JSON. The source is the address of the SKU or the reservation,
 * within which {@code sequence} orders the events, as the sequence extension describes. The data is the stored event; that of a
 * reservation also has its lines.
 */
final class CloudEvents {

    static final String MEDIA_TYPE = "application/cloudevents+json";

    private static final String TYPE_PREFIX = "stockledger.";

    /** The sequence extension asks for texts that sort. */
    private static final String SEQUENCE = "%010d";

    private static final long MAX_REMEMBERED_BYTES = 4 << 20;

    /** The events that were rendered last: several webhooks may get the same ones. */
    private final Cache<String, Outgoing> rendered = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED_BYTES)
            .<String, Outgoing>weigher((id, event) -> event.body().length)
            .build();

    private final Map<Class<?>, String> names = new ConcurrentHashMap<>();
    private final ReservationLines lines;

    CloudEvents(ReservationLines lines) {
        this.lines = lines;
    }

    /** The stored name of a type of events; null for a type that is not delivered to webhooks. */
    @Nullable
    String nameOf(Class<?> type) {
        String name = names.computeIfAbsent(type, CloudEvents::findName);
        return name.isEmpty() ? null : name;
    }

    private static String findName(Class<?> type) {
        boolean isDelivered = StockEvent.class.isAssignableFrom(type) || ReservationEvent.class.isAssignableFrom(type);
        return isDelivered
                ? Objects.requireNonNull(type.getAnnotation(JsonTypeName.class)).value()
                : "";
    }

    /** Whether an event of a selected type is selected by its SKUs and locations too. */
    boolean isSelected(Selection selection, DomainEventMessage<?> event) {
        if (!selection.needsSubjects()) {
            return true;
        }
        EventSubjects subjects = EventSubjects.of(event.getPayload());
        if (event.getPayload() instanceof ReservationEvent
                && subjects.locations().isEmpty()) {
            subjects.add(lines.after(event));
        }
        return selection.matches(subjects.skus(), subjects.locations());
    }

    /** The event as it is delivered. */
    Outgoing of(DomainEventMessage<?> event, long position) {
        Outgoing known = rendered.getIfPresent(event.getIdentifier());
        if (known == null) {
            known = render(event, position);
            rendered.put(known.id(), known);
        }
        return known;
    }

    private Outgoing render(DomainEventMessage<?> event, long position) {
        Object payload = event.getPayload();
        boolean isStock = payload instanceof StockEvent;
        String subject = payload instanceof StockEvent stock
                ? stock.sku().value()
                : ((ReservationEvent) payload).id().value();
        String name = Objects.requireNonNull(nameOf(payload.getClass()));
        ObjectNode json = StoredJson.mapper().createObjectNode();
        json.put("specversion", "1.0");
        json.put("id", event.getIdentifier());
        json.put("source", (isStock ? "/v1/inventory/" : "/v1/reservations/") + subject);
        json.put("type", TYPE_PREFIX + name);
        json.put("subject", subject);
        json.put("time", event.getTimestamp().toString());
        json.put("datacontenttype", "application/json");
        json.put("dataschema", "urn:stockledger:event:" + name + ":" + revision(payload.getClass()));
        json.put("sequence", SEQUENCE.formatted(event.getSequenceNumber()));
        json.put("position", Long.toString(position));
        Object trace = event.getMetaData().get(Provenance.TRACE_PARENT);
        if (trace != null) {
            json.put("traceparent", trace.toString());
        }
        json.set("data", data(event));
        return new Outgoing(
                event.getIdentifier(),
                event.getAggregateIdentifier(),
                name,
                subject,
                event.getSequenceNumber(),
                position,
                event.getTimestamp(),
                StoredJson.mapper().writeValueAsBytes(json));
    }

    private ObjectNode data(DomainEventMessage<?> event) {
        ObjectNode data = StoredJson.mapper().valueToTree(event.getPayload());
        if (event.getPayload() instanceof ReservationEvent && !data.has("lines")) {
            List<ReservedLine> all = lines.after(event);
            ArrayNode array = data.putArray("lines");
            all.forEach(line -> array.add(StoredJson.mapper().<ObjectNode>valueToTree(line)));
        } else if (event.getPayload() instanceof ReservationEvent) {
            // So that the next event needs no read.
            lines.after(event);
        }
        return data;
    }

    private static String revision(Class<?> type) {
        return Objects.requireNonNull(type.getAnnotation(Revision.class)).value();
    }
}
