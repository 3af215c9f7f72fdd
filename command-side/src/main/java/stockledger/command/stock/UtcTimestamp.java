package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time as callers write it: RFC 3339 in UTC, such as {@code 2026-01-31T10:15:30Z}. */
record UtcTimestamp(Instant at) {

    private static final Pattern WRITTEN =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    @JsonCreator
    static UtcTimestamp of(@Nullable String text) {
        try {
            if (text != null && WRITTEN.matcher(text).matches()) {
                return new UtcTimestamp(Instant.parse(text));
            }
        } catch (DateTimeException e) {
            // A thirteenth month: as wrong as another form.
        }
        throw new IllegalArgumentException("a time is written such as 2026-01-31T10:15:30Z");
    }

    @JsonValue
    String written() {
        return at.toString();
    }
}
