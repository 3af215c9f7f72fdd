package stockledger.query.webhook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import stockledger.events.LocationId;
import stockledger.events.Sku;

/** The SKUs and locations in an event or its parts, found by the types of their members: a new event type needs no code here. */
final class EventSubjects {

    private static final Map<Class<?>, List<RecordComponent>> MEMBERS = new ConcurrentHashMap<>();

    private final Set<String> skus = new HashSet<>();
    private final Set<String> locations = new HashSet<>();

    static EventSubjects of(Object payload) {
        EventSubjects subjects = new EventSubjects();
        subjects.add(payload);
        return subjects;
    }

    Set<String> skus() {
        return skus;
    }

    Set<String> locations() {
        return locations;
    }

    void add(Object part) {
        if (part instanceof Sku sku) {
            skus.add(sku.value());
        } else if (part instanceof LocationId location) {
            locations.add(location.value());
        } else if (part instanceof Collection<?> several) {
            several.forEach(this::add);
        } else {
            for (RecordComponent member : MEMBERS.computeIfAbsent(part.getClass(), EventSubjects::membersOf)) {
                Object value = valueOf(member, part);
                if (value != null) {
                    add(value);
                }
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent member, Object owner) {
        try {
            return member.getAccessor().invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(member + " cannot be read", e);
        }
    }

    private static List<RecordComponent> membersOf(Class<?> type) {
        List<RecordComponent> found = new ArrayList<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.getType() == Sku.class
                        || component.getType() == LocationId.class
                        || hasRecords(component)) {
                    component.getAccessor().setAccessible(true);
                    found.add(component);
                }
            }
        }
        return found;
    }

    private static boolean hasRecords(RecordComponent component) {
        return Collection.class.isAssignableFrom(component.getType())
                && component.getGenericType() instanceof ParameterizedType generic
                && generic.getActualTypeArguments()[0] instanceof Class<?> element
                && element.isRecord()
                && !membersOf(element).isEmpty();
    }
}
