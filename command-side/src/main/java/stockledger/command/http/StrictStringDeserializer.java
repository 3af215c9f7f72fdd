package stockledger.command.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;

/**
 * Text is whole characters that can be shown. JSON can write half of one ({@code "\ud800"}), which no store and no reader
 * agrees about, and control characters, of which only tabs and line ends mean anything on a page: what an event keeps for
 * ever must be readable by all, so both are refused at the door. (In the names of members the parser refuses halves.)
 */
final class StrictStringDeserializer extends StringDeserializer {

    private static final String NEEDED =
            "a text is whole Unicode characters, and no control characters but tabs and line ends";
    private static final String MAY_CONTROL = "\t\n\r";

    private StrictStringDeserializer() {}

    static JacksonModule module() {
        return new SimpleModule("whole-text").addDeserializer(String.class, new StrictStringDeserializer());
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        if (!isWhole(text)) {
            throw ValueInstantiationException.from(
                    parser, NEEDED, context.constructType(String.class), new IllegalArgumentException(NEEDED));
        }
        return text;
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit) || Character.isISOControl(unit) && MAY_CONTROL.indexOf(unit) < 0) {
                return false;
            }
        }
        return true;
    }
}
