package stockledger.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Prefixes schemas with the package of their type: {@code StockMovement}, {@code InventoryMovementAnswer}. Simple class
 * names alone would merge types of two packages into one schema.
 */
final class SchemaNames implements ModelConverter {

    private static final String ROOT = "stockledger.";
    private static final String EVENTS_PACKAGE = ROOT + "events.";

    private final Map<String, Class<?>> typesByName = new ConcurrentHashMap<>();

    @Override
    @Nullable
    public Schema<?> resolve(AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Class<?> type = Json.mapper().constructType(annotated.getType()).getRawClass();
        if (JsonNode.class.isAssignableFrom(type)) {
            // A schema of its own would describe the methods of the class.
            return new Schema<>(SpecVersion.V31).description("any JSON value");
        }
        if (type.getName().startsWith(ROOT) && !type.isEnum()) {
            annotated.setName(name(type));
        }
        return chain.hasNext() ? chain.next().resolve(annotated, context, chain) : null;
    }

    /** @throws IllegalStateException when another type has this name */
    private String name(Class<?> type) {
        String simple = type.getSimpleName();
        String packageName = type.getPackageName();
        String lastSegment = packageName.substring(packageName.lastIndexOf('.') + 1);
        String prefix = lastSegment.substring(0, 1).toUpperCase(Locale.ROOT) + lastSegment.substring(1);
        String name =
                (packageName + ".").startsWith(EVENTS_PACKAGE) || simple.startsWith(prefix) ? simple : prefix + simple;
        Class<?> other = typesByName.putIfAbsent(name, type);
        if (other != null && other != type) {
            throw new IllegalStateException(other + " and " + type + " are both called " + name);
        }
        return name;
    }
}
