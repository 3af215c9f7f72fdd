package stockledger.command.http;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.web.ProblemSchema;

/** Describes the constraints of maps in bodies, on the map, its keys and its values: springdoc leaves them out. */
final class MapLimits implements ModelConverter {

    private static final String REFERENCE = "#/components/schemas/";

    @Override
    @Nullable
    public Schema<?> resolve(AnnotatedType annotated, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> resolved = chain.next().resolve(annotated, context, chain);
        Class<?> type = Json.mapper().constructType(annotated.getType()).getRawClass();
        if (resolved != null && type.isRecord()) {
            Schema<?> described = described(resolved, context);
            for (RecordComponent component : type.getRecordComponents()) {
                Schema<?> member = described.getProperties() == null
                        ? null
                        : described.getProperties().get(component.getName());
                if (member != null
                        && Map.class.isAssignableFrom(component.getType())
                        && component.getAnnotatedType() instanceof AnnotatedParameterizedType map) {
                    describe(member, map);
                }
            }
        }
        return resolved;
    }

    /** A model is resolved to a reference; its members are with its definition. */
    private static Schema<?> described(Schema<?> resolved, ModelConverterContext context) {
        String reference = resolved.get$ref();
        Schema<?> defined = reference != null && reference.startsWith(REFERENCE)
                ? context.getDefinedModels().get(reference.substring(REFERENCE.length()))
                : null;
        return defined == null ? resolved : defined;
    }

    private static void describe(Schema<?> member, AnnotatedParameterizedType map) {
        Size entries = map.getAnnotation(Size.class);
        if (entries != null) {
            member.setMaxProperties(entries.max());
        }
        member.setPropertyNames(text(map.getAnnotatedActualTypeArguments()[0]));
        member.setAdditionalProperties(text(map.getAnnotatedActualTypeArguments()[1]));
    }

    private static Schema<?> text(AnnotatedElement type) {
        Schema<Object> text = ProblemSchema.text();
        if (type.isAnnotationPresent(Nullable.class)) {
            text.addType("null");
        }
        if (type.isAnnotationPresent(NotBlank.class)) {
            text.setMinLength(1);
        }
        Size size = type.getAnnotation(Size.class);
        if (size != null) {
            text.setMaxLength(size.max());
        }
        return text;
    }
}
