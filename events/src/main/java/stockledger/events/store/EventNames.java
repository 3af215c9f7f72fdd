package stockledger.events.store;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedType;
import org.jspecify.annotations.Nullable;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.demand.DemandEvent;
import stockledger.events.idempotency.KeyEvent;
import stockledger.events.location.LocationEvent;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;
import stockledger.events.webhook.WebhookEvent;

/**
 * The names under which events and snapshots are stored. They come from {@code @JsonTypeName} and not from the class
 * name, so that a class can be renamed or moved without a change to stored events.
 */
public final class EventNames {

    /** The sealed parents of all events. */
    public static final List<Class<?>> FAMILIES = List.of(
            ProductEvent.class,
            StockEvent.class,
            ReservationEvent.class,
            LocationEvent.class,
            JobEvent.class,
            UploadEvent.class,
            KeyEvent.class,
            ApiKeyEvent.class,
            OperatorEvent.class,
            DemandEvent.class,
            WebhookEvent.class);

    private final Map<String, Class<?>> types = new HashMap<>();

    private EventNames() {}

    /**
     * The names of all events, and of the aggregates that are stored as snapshots.
     *
     * @throws IllegalStateException when a type has no stored name, or two types have the same
     */
    public static EventNames with(SnapshotTypes snapshots) {
        EventNames names = new EventNames();
        for (Class<?> family : FAMILIES) {
            for (Class<?> event : family.getPermittedSubclasses()) {
                names.add(event);
            }
        }
        snapshots.types().forEach(names::add);
        return names;
    }

    private void add(Class<?> type) {
        Class<?> other = types.put(nameOf(type), type);
        if (other != null) {
            throw new IllegalStateException(other + " and " + type + " have the same stored name");
        }
    }

    /** The stored name of an event or snapshot type. */
    public static String nameOf(Class<?> type) {
        JsonTypeName name = type.getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalStateException(type.getName() + " has no stored name");
        }
        return name.value();
    }

    /** The current revision, with which new events and snapshots are stored. */
    public static String revisionOf(Class<?> type) {
        Revision revision = type.getAnnotation(Revision.class);
        if (revision == null) {
            throw new IllegalStateException(type.getName() + " has no revision");
        }
        return revision.value();
    }

    @Nullable
    Class<?> typeOf(String name) {
        return types.get(name);
    }

    /** Whether it has a later revision than this release knows. */
    boolean isNewer(SerializedType stored) {
        Class<?> type = typeOf(stored.getName());
        String revision = stored.getRevision();
        return type != null
                && revision != null
                && !revision.equals(revisionOf(type))
                && isLater(revision, revisionOf(type));
    }

    private static boolean isLater(String revision, String known) {
        try {
            return Integer.parseInt(revision) > Integer.parseInt(known);
        } catch (NumberFormatException e) {
            // No release has stored such a one.
            return true;
        }
    }

    /** Whether a stored snapshot has the current revision; snapshots of other revisions are not used. */
    boolean isCurrent(SerializedType stored) {
        Class<?> type = typeOf(stored.getName());
        return type != null && revisionOf(type).equals(stored.getRevision());
    }
}
