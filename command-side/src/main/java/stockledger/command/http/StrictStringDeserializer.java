package stockledger.command.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;

/**
 * Refuses unpaired surrogates ({@code "\ud800"}) and control characters other than tabs and line ends: events are
 * never changed, and some stores and clients cannot read these characters. The parser refuses surrogates in names of members.
 */
class StrictStringDeserializer extends StringDeserializer {

    private static final String RULE =
            "a text must not contain unpaired surrogates, or control characters except tabs and line ends";
    private static final String ALLOWED_CONTROLS = "\t\n\r";

    StrictStringDeserializer() {}

    static JacksonModule module() {
        return new SimpleModule("strict-string").addDeserializer(String.class, new StrictStringDeserializer());
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        if (!isValid(text)) {
            throw ValueInstantiationException.from(
                    parser, RULE, context.constructType(String.class), new IllegalArgumentException(RULE));
        }
        return text;
    }

    private static boolean isValid(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)
                    || Character.isISOControl(unit) && ALLOWED_CONTROLS.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }
}
