package stockledger.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times in requests: RFC 3339 with any offset, such as {@code 2026-01-31T10:15:30Z} or {@code 2026-01-31T11:15:30+01:00}. */
public final class Rfc3339 {

    private static final Pattern FORMAT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                    + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private Rfc3339() {}

    /**
     * Reads a time.
     *
     * @return null when the text has another form
     * @throws DateTimeException when the text has the form and is no time, such as one of a thirteenth month
     */
    public static @Nullable Instant parse(String text) {
        return FORMAT.matcher(text).matches() ? OffsetDateTime.parse(text).toInstant() : null;
    }
}
