package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time in a request: RFC 3339 in UTC, such as {@code 2026-01-31T10:15:30Z}. */
record UtcTimestamp(Instant at) {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z");

    @JsonCreator
    static UtcTimestamp of(@Nullable String text) {
        try {
            if (text != null && FORMAT.matcher(text).matches()) {
                return new UtcTimestamp(Instant.parse(text));
            }
        } catch (DateTimeException e) {
            // Matches the format but is no time, such as a thirteenth month.
        }
        throw new IllegalArgumentException("a time must have the form 2026-01-31T10:15:30Z");
    }

    @JsonValue
    String text() {
        return at.toString();
    }
}
