package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date in a request, such as {@code 2026-01-31}, of this millennium. */
record IsoDate(LocalDate date) {

    private static final Pattern FORMAT = Pattern.compile("2[0-9]{3}-[0-9]{2}-[0-9]{2}");

    @JsonCreator
    static IsoDate of(@Nullable String text) {
        try {
            if (text != null && FORMAT.matcher(text).matches()) {
                return new IsoDate(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            // Matches the format but is no date, such as a thirteenth month.
        }
        throw new IllegalArgumentException("a date must have the form 2026-01-31");
    }

    @JsonValue
    String text() {
        return date.toString();
    }
}
