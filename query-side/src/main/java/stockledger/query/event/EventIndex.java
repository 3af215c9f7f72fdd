package stockledger.query.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.mongodb.client.model.Indexes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.DeliveredEvent;
import stockledger.events.Provenance;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.bulk.JobEvent;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.demand.DemandEvent;
import stockledger.events.location.LocationEvent;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.webhook.WebhookEvent;
import stockledger.query.projection.EventLog;

/**
 * The index of all events, except those of idempotency keys and of rows of uploads: their effects are events of their own, with
 * the same actor and correlation id.
 *
 * <p>One index of MongoDB has each key of an event followed by the id of its document, so that it finds the events of any key in
 * the order of time, forwards and backwards.
 */
@Component
final class EventIndex implements EventLog<EventEntry> {

    static final String NAME = "event";
    static final String KEYS = "view.keys";
    static final String RESTRICTED = "view.restricted";

    private static final Set<Class<?>> FAMILIES = Set.of(
            ProductEvent.class,
            StockEvent.class,
            ReservationEvent.class,
            LocationEvent.class,
            JobEvent.class,
            ApiKeyEvent.class,
            OperatorEvent.class,
            DemandEvent.class,
            WebhookEvent.class);

    private final EventMembers members = new EventMembers();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<EventEntry> type() {
        return EventEntry.class;
    }

    @Override
    public Set<Class<?>> families() {
        return FAMILIES;
    }

    /** Whether events of a type are found by it. */
    boolean has(Class<?> payloadType) {
        return FAMILIES.stream().anyMatch(family -> family.isAssignableFrom(payloadType));
    }

    @Override
    public List<Bson> indexes() {
        return List.of(Indexes.ascending(KEYS, EventId.FIELD));
    }

    @Override
    public String keyOf(DomainEventMessage<?> event, long position) {
        return new EventId(event.getTimestamp(), position).text();
    }

    @Override
    public EventEntry entry(DomainEventMessage<?> event) {
        return new EventEntry(
                List.copyOf(keys(event)),
                DeliveredEvent.bytesOf(event),
                Masking.isRestricted(event.getPayloadType()) ? Boolean.TRUE : null);
    }

    /** The keys of an event. One whose payload cannot be read is found by its stream, type and metadata. */
    Set<String> keys(DomainEventMessage<?> event) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(EventKey.ID.of(event.getIdentifier()));
        keys.add(EventKey.STREAM.of(event.getAggregateIdentifier()));
        JsonTypeName type = event.getPayloadType().getAnnotation(JsonTypeName.class);
        if (type != null) {
            keys.add(EventKey.TYPE.of(type.value()));
        }
        keys.add(EventKey.ACTOR.of(actor(event)));
        Object correlation = event.getMetaData().get(Provenance.CORRELATION_ID);
        if (correlation != null) {
            keys.add(EventKey.CORRELATION.of(correlation.toString()));
        }
        Object payload = payload(event);
        if (payload != null) {
            members.addTo(keys, payload);
        }
        if (type != null) {
            List.copyOf(keys).stream()
                    .filter(key -> EventKey.JOINED_WITH_TYPE.stream().anyMatch(kind -> kind.isOf(key)))
                    .forEach(key -> keys.add(EventKey.joined(type.value(), key)));
        }
        return keys;
    }

    static String actor(DomainEventMessage<?> event) {
        Object actor = event.getMetaData().get(Provenance.ACTOR);
        return actor == null ? "anonymous" : actor.toString();
    }

    /** The payload; null when it cannot be read. */
    static @Nullable Object payload(DomainEventMessage<?> event) {
        try {
            return event.getPayload();
        } catch (EventStoreException e) {
            // The event store is away, and nothing is known about the event.
            throw e;
        } catch (RuntimeException e) {
            return null;
        }
    }
}
