package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time in a request: RFC 3339 with any offset, such as {@code 2026-01-31T10:15:30Z} or {@code 2026-01-31T11:15:30+01:00}. */
record Rfc3339Time(Instant at) {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                    + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

    @JsonCreator
    static Rfc3339Time of(@Nullable String text) {
        try {
            if (text != null && FORMAT.matcher(text).matches()) {
                return new Rfc3339Time(OffsetDateTime.parse(text).toInstant());
            }
        } catch (DateTimeException e) {
            // Matches the format but is no time, such as a thirteenth month.
        }
        throw new IllegalArgumentException(
                "a time must have the form 2026-01-31T10:15:30Z or 2026-01-31T11:15:30+01:00");
    }

    @JsonValue
    String text() {
        return at.toString();
    }
}
