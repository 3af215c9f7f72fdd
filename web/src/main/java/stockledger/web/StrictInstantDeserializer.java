package stockledger.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads a time: RFC 3339 with any offset, such as {@code 2026-01-31T10:15:30Z} or {@code 2026-01-31T11:15:30+01:00}. Jackson
 * would take a number, also in a text, for seconds since 1970.
 */
public final class StrictInstantDeserializer extends StdDeserializer<Instant> {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                    + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

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
        String text = parser.getString();
        try {
            if (FORMAT.matcher(text).matches()) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeException e) {
            // Matches the format but is no time, such as a thirteenth month.
        }
        throw ValueInstantiationException.from(
                parser, RULE, context.constructType(Instant.class), new IllegalArgumentException(RULE));
    }
}
