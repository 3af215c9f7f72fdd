package stockledger.query.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.web.Rfc3339;

/** The query parameters of one request, read strictly: unknown and malformed ones are refused. */
public final class Parameters {

    /** The largest {@code limit}. */
    public static final int MAX_ITEMS = 200;

    private static final int DEFAULT_ITEMS = 20;
    static final int MAX_TEXT_LENGTH = 2_000;

    /** The number of points of a time series. */
    public static final String MAX_POINTS = "maxPoints";

    /** The largest {@link #MAX_POINTS}. */
    public static final int MOST_POINTS = 2_000;

    /** The time as of which a query is answered. */
    public static final String AS_OF = "asOf";

    /** The control characters that names and descriptions may have. */
    private static final String ALLOWED_CONTROLS = "\t\n\r";

    private final Map<String, String[]> given;

    Parameters(Map<String, String[]> given) {
        this.given = given;
    }

    /**
     * Refuses all parameters except these.
     *
     * @throws QueryProblemException {@code unknown-parameter} when the request has another
     */
    public Parameters only(String... known) {
        Set<String> names = Set.of(known);
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw QueryProblemException.invalid("unknown-parameter", name, "This address has no such parameter.");
            }
        }
        return this;
    }

    /** Every value of a parameter that may be repeated, in order. */
    public List<String> all(String name) {
        String[] values = given.get(name);
        return values == null ? List.of() : Arrays.asList(values);
    }

    /** The value of a parameter that must not be repeated or empty; null without it. */
    public @Nullable String text(String name) {
        String[] values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw QueryProblemException.invalid(name, "Must be given once.");
        }
        String value = values[0];
        if (value.isEmpty() || value.length() > MAX_TEXT_LENGTH) {
            throw QueryProblemException.invalid(name, "Must have 1 to " + MAX_TEXT_LENGTH + " characters.");
        }
        if (value.chars().anyMatch(unit -> Character.isISOControl(unit) && ALLOWED_CONTROLS.indexOf(unit) < 0)) {
            throw QueryProblemException.invalid(name, "Must not contain control characters except tabs and line ends.");
        }
        return value;
    }

    /** The parameter {@code limit}: 1 to {@link #MAX_ITEMS}, or 20 without it. */
    public int limit() {
        return limit(DEFAULT_ITEMS);
    }

    /** @param otherwise the limit without the parameter */
    public int limit(int otherwise) {
        return count("limit", otherwise, MAX_ITEMS);
    }

    /** A parameter that is an integer from 1 on; {@code otherwise} without it. */
    public int count(String name, int otherwise, int max) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        int count = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (count < 1 || count > max) {
            throw QueryProblemException.invalid(name, "Must be an integer from 1 to " + max + ".");
        }
        return count;
    }

    /** A parameter that is {@code true} or {@code false}; null without it. */
    public @Nullable Boolean flag(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw QueryProblemException.invalid(name, "Must be true or false.");
        }
        return Boolean.valueOf(text);
    }

    /** A parameter that is an RFC 3339 time such as {@code 2026-01-31T12:00:00Z}; null without it. */
    public @Nullable Instant instant(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Rfc3339.parse(text);
            if (time != null) {
                return time;
            }
        } catch (DateTimeException e) {
            throw QueryProblemException.invalid(name, "This time does not exist.");
        }
        throw QueryProblemException.invalid(name, "Must be an RFC 3339 time such as 2026-01-31T12:00:00Z.");
    }

    /** The parameter {@code asOf}: a time that is over; null without it. */
    public @Nullable Instant asOf() {
        Instant asOf = instant(AS_OF);
        if (asOf != null && asOf.isAfter(Instant.now())) {
            throw QueryProblemException.invalid(AS_OF, "Must not be in the future.");
        }
        return asOf;
    }

    /** A parameter that is a date such as {@code 2026-01-31}; null without it. */
    public @Nullable LocalDate date(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            throw QueryProblemException.invalid(name, "This date does not exist.");
        }
        throw QueryProblemException.invalid(name, "Must be a date such as 2026-01-31.");
    }
}
