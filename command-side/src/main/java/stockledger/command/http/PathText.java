package stockledger.command.http;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import stockledger.events.Text;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A path of a request, such as a category, that is read as {@link Text#path} says, before its constraints are checked: a blank
 * segment is empty.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = PathText.Deserializer.class)
public @interface PathText {

    /** Reads the text. */
    final class Deserializer extends StrictStringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return Text.path(super.deserialize(parser, context));
        }
    }
}
