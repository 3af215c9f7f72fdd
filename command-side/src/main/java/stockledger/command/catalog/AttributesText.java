package stockledger.command.catalog;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.Text;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Attributes of a request, name to value, which are read as {@link Text#normalized} says, before their constraints are
 * checked. Two names that are the same then are refused.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = AttributesText.Deserializer.class)
@interface AttributesText {

    /** Reads the attributes. */
    final class Deserializer extends StdDeserializer<Map<String, @Nullable String>> {

        private static final String RULE = "two attributes have the same name";

        Deserializer() {
            super(Map.class);
        }

        @Override
        public Map<String, @Nullable String> deserialize(JsonParser parser, DeserializationContext context) {
            JavaType type = context.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, String.class);
            Map<String, @Nullable String> given = context.readValue(parser, type);
            Map<String, @Nullable String> normalized = new LinkedHashMap<>();
            given.forEach((name, value) ->
                    normalized.put(Text.normalized(name), value == null ? null : Text.normalized(value)));
            if (normalized.size() < given.size()) {
                throw ValueInstantiationException.from(parser, RULE, type, new IllegalArgumentException(RULE));
            }
            return normalized;
        }
    }
}
