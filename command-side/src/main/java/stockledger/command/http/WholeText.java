package stockledger.command.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;

/**
 * Text is whole characters. JSON can write half of one ({@code "\ud800"}), which no store and no reader agrees about:
 * what an event keeps for ever must be readable by all, so it is refused at the door. (In the names of members the
 * parser refuses it.)
 */
final class WholeText extends StringDeserializer {

    private static final String NEEDED = "a text is whole Unicode characters, not halves of them";

    private WholeText() {}

    static JacksonModule module() {
        return new SimpleModule("whole-text").addDeserializer(String.class, new WholeText());
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = super.deserialize(parser, context);
        require(text, parser, context);
        return text;
    }

    private static void require(String text, JsonParser parser, DeserializationContext context) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(unit)) {
                throw ValueInstantiationException.from(
                        parser, NEEDED, context.constructType(String.class), new IllegalArgumentException(NEEDED));
            }
        }
    }
}
