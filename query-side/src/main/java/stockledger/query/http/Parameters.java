package stockledger.query.http;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of one question, read to the letter: what is not known or not well formed is refused. */
public final class Parameters {

    /** Most items of one answer. */
    public static final int MOST_ITEMS = 200;

    private static final int USUAL_ITEMS = 20;
    private static final int LONGEST_TEXT = 2_000;

    /** What of them a text of the shop may have. */
    private static final String MAY_CONTROL = "\t\n\r";

    private final Map<String, String[]> given;

    Parameters(Map<String, String[]> given) {
        this.given = given;
    }

    /**
     * Says which parameters there are.
     *
     * @throws QueryProblemException {@code unknown-parameter} when another was given
     */
    public Parameters only(String... known) {
        Set<String> names = Set.of(known);
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw QueryProblemException.member("unknown-parameter", name, "There is no such parameter.");
            }
        }
        return this;
    }

    /** Every value of a parameter that may be repeated, in order. */
    public List<String> all(String name) {
        String[] values = given.get(name);
        return values == null ? List.of() : Arrays.asList(values);
    }

    /** The value of a parameter that is given once and not empty; null when it is not given. */
    public @Nullable String text(String name) {
        String[] values = given.get(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw QueryProblemException.invalid(name, "This is asked for once.");
        }
        String value = values[0];
        if (value.isEmpty() || value.length() > LONGEST_TEXT) {
            throw QueryProblemException.invalid(name, "This has 1 to " + LONGEST_TEXT + " characters.");
        }
        if (value.chars().anyMatch(unit -> Character.isISOControl(unit) && MAY_CONTROL.indexOf(unit) < 0)) {
            throw QueryProblemException.invalid(name, "This has no control characters but tabs and line ends.");
        }
        return value;
    }

    /** The parameter {@code limit}: items of the answer, 1 to {@link #MOST_ITEMS}. */
    public int limit() {
        String text = text("limit");
        if (text == null) {
            return USUAL_ITEMS;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw limitOutOfBounds();
        }
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > MOST_ITEMS) {
            throw limitOutOfBounds();
        }
        return limit;
    }

    private static QueryProblemException limitOutOfBounds() {
        return QueryProblemException.invalid("limit", "This is a whole number from 1 to " + MOST_ITEMS + ".");
    }

    /** A parameter that is {@code true} or {@code false}; null when it is not given. */
    public @Nullable Boolean yesOrNo(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw QueryProblemException.invalid(name, "This is true or false.");
        }
        return Boolean.valueOf(text);
    }

    /** A parameter that is a day such as {@code 2026-01-31}; null when it is not given. */
    public @Nullable LocalDate day(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            throw QueryProblemException.invalid(name, "There is no such day.");
        }
        throw QueryProblemException.invalid(name, "This is a day such as 2026-01-31.");
    }
}
