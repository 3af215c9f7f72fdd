package stockledger.query.event;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/**
 * Finds the SKUs, reservations and references in an event by the types and names of its members, so that a new event type needs
 * no code here.
 */
final class EventMembers {

    private static final String REFERENCE = "reference";

    private final Map<Class<?>, List<Member>> members = new ConcurrentHashMap<>();

    /** @param key null for a member that has further records */
    private record Member(Method accessor, @Nullable EventKey key) {

        @Nullable
        Object of(Object owner) {
            try {
                return accessor.invoke(owner);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(accessor + " cannot be read", e);
            }
        }
    }

    /** Adds the keys of a payload. */
    void addTo(Collection<String> keys, Object owner) {
        for (Member member : members.computeIfAbsent(owner.getClass(), EventMembers::membersOf)) {
            Object value = member.of(owner);
            if (value instanceof Collection<?> several) {
                several.forEach(one -> addTo(keys, one));
            } else if (value != null && member.key() != null) {
                keys.add(member.key().of(text(value)));
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof Sku sku) {
            return sku.value();
        }
        return value instanceof ReservationId reservation ? reservation.value() : value.toString();
    }

    private static List<Member> membersOf(Class<?> type) {
        List<Member> found = new ArrayList<>();
        if (!type.isRecord()) {
            return found;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            EventKey key = keyOf(component);
            if (key != null || hasRecords(component)) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                found.add(new Member(accessor, key));
            }
        }
        return found;
    }

    private static @Nullable EventKey keyOf(RecordComponent component) {
        if (component.getType() == Sku.class) {
            return EventKey.SKU;
        }
        if (component.getType() == ReservationId.class) {
            return EventKey.RESERVATION;
        }
        return component.getType() == String.class && component.getName().equals(REFERENCE) ? EventKey.REFERENCE : null;
    }

    /** Whether it is a list of records that have keys, such as the lines of a reservation. */
    private static boolean hasRecords(RecordComponent component) {
        return Collection.class.isAssignableFrom(component.getType())
                && component.getGenericType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isRecord()
                && !membersOf(element).isEmpty();
    }
}
