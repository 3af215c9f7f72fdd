package stockledger.events.store;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedType;
import org.jspecify.annotations.Nullable;
import stockledger.events.bulk.JobEvent;
import stockledger.events.bulk.UploadEvent;
import stockledger.events.catalog.ProductEvent;
import stockledger.events.location.LocationEvent;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.stock.StockEvent;

/**
 * The names under which events and snapshots are stored. They come from {@code @JsonTypeName}, never from a class, so
 * that code can move while what is stored stays readable.
 */
public final class EventNames {

    /** The families of events, one sealed parent each. */
    public static final List<Class<?>> FAMILIES = List.of(
            ProductEvent.class,
            StockEvent.class,
            ReservationEvent.class,
            LocationEvent.class,
            JobEvent.class,
            UploadEvent.class);

    private final Map<String, Class<?>> types = new HashMap<>();

    private EventNames() {}

    /**
     * All events, and the aggregates whose snapshots may be met.
     *
     * @throws IllegalStateException when a type has no stored name, or two share one
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
        Class<?> before = types.put(nameOf(type), type);
        if (before != null) {
            throw new IllegalStateException(before + " and " + type + " share a stored name");
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

    /** The revision that is written today. */
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

    /** Whether what was stored under this type is of today's revision: an older snapshot is passed over. */
    boolean isToday(SerializedType stored) {
        Class<?> type = typeOf(stored.getName());
        return type != null && revisionOf(type).equals(stored.getRevision());
    }
}
