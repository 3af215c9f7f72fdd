package stockledger.command.stock;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A day as callers write it, such as {@code 2026-01-31}, of this millennium. */
record IsoDate(LocalDate date) {

    private static final Pattern WRITTEN = Pattern.compile("2[0-9]{3}-[0-9]{2}-[0-9]{2}");

    @JsonCreator
    static IsoDate of(@Nullable String text) {
        try {
            if (text != null && WRITTEN.matcher(text).matches()) {
                return new IsoDate(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            // A thirteenth month: as wrong as another form.
        }
        throw new IllegalArgumentException("a day is written such as 2026-01-31");
    }

    @JsonValue
    String written() {
        return date.toString();
    }
}
