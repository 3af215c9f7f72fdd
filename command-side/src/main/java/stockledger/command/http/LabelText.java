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
 * A label of a request, such as a brand, that is read as {@link Text#label} says, before its constraints are checked: a blank one is
 * empty.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = LabelText.Deserializer.class)
public @interface LabelText {

    /** Reads the text. */
    final class Deserializer extends StrictStringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            return Text.label(super.deserialize(parser, context));
        }
    }
}
