package stockledger.web;

import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads a time as {@link Rfc3339} does. Jackson would take a number, also in a text, for seconds since 1970.
 */
public final class StrictInstantDeserializer extends StdDeserializer<Instant> {

    private static final String RULE = "a time must have the form 2026-01-31T10:15:30Z or 2026-01-31T11:15:30+01:00";

    private StrictInstantDeserializer() {
        super(Instant.class);
    }

    /** For a mapper that reads requests. */
    public static JacksonModule module() {
        return new SimpleModule("strict-instant").addDeserializer(Instant.class, new StrictInstantDeserializer());
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(context.constructType(Instant.class), parser);
        }
        try {
            Instant time = Rfc3339.parse(parser.getString());
            if (time != null) {
                return time;
            }
        } catch (DateTimeException e) {
            // No time has this text, as if it had another form.
        }
        throw ValueInstantiationException.from(
                parser, RULE, context.constructType(Instant.class), new IllegalArgumentException(RULE));
    }
}
