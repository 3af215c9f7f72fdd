package stockledger.query.http;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names the forms of bodies after their rooms: {@code StockMovement}, {@code InventoryMovementAnswer}. By their own names
 * alone two of them would be described as one, of both sides or of two rooms.
 */
final class SchemaNames implements ModelConverter {

    private static final String OURS = "stockledger.";
    private static final String SHARED = OURS + "events.";

    private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

    @Override
    @Nullable
    public Schema<?> resolve(AnnotatedType form, ModelConverterContext context, Iterator<ModelConverter> others) {
        Class<?> type = Json.mapper().constructType(form.getType()).getRawClass();
        if (type.getName().startsWith(OURS) && !type.isEnum()) {
            form.setName(name(type));
        }
        return others.hasNext() ? others.next().resolve(form, context, others) : null;
    }

    /** @throws IllegalStateException when another form has this name already */
    private String name(Class<?> type) {
        String own = type.getSimpleName();
        String place = type.getPackageName();
        String room = place.substring(place.lastIndexOf('.') + 1);
        String prefix = room.substring(0, 1).toUpperCase(Locale.ROOT) + room.substring(1);
        String name = (place + ".").startsWith(SHARED) || own.startsWith(prefix) ? own : prefix + own;
        Class<?> other = named.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException(other + " and " + type + " are both called " + name);
        }
        return name;
    }
}
