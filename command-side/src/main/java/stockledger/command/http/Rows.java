package stockledger.command.http;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Refusal;
import stockledger.web.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads rows strictly; a row is refused with the code that the single command would be refused with. */
public final class Rows {

    /** Characters of a wrong value in the reason of a failed row. */
    private static final int MAX_SHOWN = 100;

    private final JsonMapper json;
    private final Validator validator;

    Rows(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /** A row is invalid. */
    public static final class RowRefused extends RuntimeException {

        private final String code;

        RowRefused(String code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }

        /** One sentence. */
        public String reason() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Parses a row.
     *
     * @throws RowRefused when the text is not a JSON object
     */
    public ObjectNode read(String text) {
        try {
            JsonNode node = json.readTree(text);
            if (node instanceof ObjectNode members) {
                return members;
            }
        } catch (JacksonException e) {
            throw malformed(text);
        }
        throw malformed(text);
    }

    /**
     * Makes the command of a row.
     *
     * @throws RowRefused when the row is invalid
     */
    public Object command(BulkRowType type, String text) {
        ObjectNode given = read(text);
        RowMapping mapping = type.mapping();
        ObjectNode members = mapping == null ? given : mapping.members(given);
        String row = mapping == null ? text : members.toString();
        try {
            return type.command().apply(new Row(members, json, validator));
        } catch (JacksonException e) {
            throw refused(e, row, mapping);
        } catch (ConstraintViolationException e) {
            throw e.getConstraintViolations().stream()
                    .map(InvalidMember::of)
                    .min(Comparator.comparing(member -> member.field() + ": " + member.detail()))
                    .map(member ->
                            new RowRefused("validation-failed", reason(member.field(), member.detail(), row, mapping)))
                    .orElseThrow();
        } catch (InvalidBody e) {
            throw new RowRefused(e.code(), reason(e.field(), String.valueOf(e.getMessage()), row, mapping));
        } catch (Refusal e) {
            throw new RowRefused(e.code(), reason(e));
        }
    }

    /** The reason of a refusal with its facts, such as the SKU that does not exist. */
    public String reason(Refusal refusal) {
        String facts = new TreeMap<>(refusal.properties())
                .entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + json.writeValueAsString(fact.getValue()))
                        .collect(Collectors.joining(", "));
        return refusal.getMessage() + (facts.isEmpty() ? "" : " (" + shown(facts) + ")");
    }

    private String reason(String field, String detail, String row, @Nullable RowMapping mapping) {
        String value = value(field, row);
        return (mapping == null ? field : mapping.named(field)) + (value.isEmpty() ? "" : " " + shown(value)) + ": "
                + detail;
    }

    /** The JSON of a member; empty when the row has none. */
    private String value(String field, String row) {
        JsonNode node = json.readTree(row);
        for (String step : field.split("[.\\[\\]]+", -1)) {
            if (!step.isEmpty()) {
                node = node.isArray() && step.matches("[0-9]{1,6}")
                        ? node.path(Integer.parseInt(step))
                        : node.path(step);
            }
        }
        return node.isMissingNode() ? "" : node.toString();
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "…";
    }

    private RowRefused refused(JacksonException unreadable, String row, @Nullable RowMapping mapping) {
        Problem.Member wrong = UnreadableBody.wrong(unreadable);
        String code = wrong.code().equals("invalid-value") ? "validation-failed" : wrong.code();
        return new RowRefused(
                code, wrong.field().isEmpty() ? wrong.detail() : reason(wrong.field(), wrong.detail(), row, mapping));
    }

    private static RowRefused malformed(String row) {
        return new RowRefused("malformed-json", "The row is not a JSON object: " + shown(row));
    }
}
