package stockledger.command.http;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Comparator;
import stockledger.command.dispatch.Refusal;
import stockledger.web.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads rows strictly; a row is refused with the code that the single command would be refused with. */
public final class Rows {

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
            throw refused(e);
        }
        throw new RowRefused("malformed-json", "The row is not a JSON object.");
    }

    /**
     * Makes the command of a row.
     *
     * @throws RowRefused when the row is invalid
     */
    public Object command(BulkRowType type, String text) {
        ObjectNode members = read(text);
        try {
            return type.command().apply(new Row(members, json, validator));
        } catch (JacksonException e) {
            throw refused(e);
        } catch (ConstraintViolationException e) {
            throw e.getConstraintViolations().stream()
                    .map(InvalidMember::of)
                    .map(member -> member.field() + ": " + member.detail())
                    .min(Comparator.naturalOrder())
                    .map(reason -> new RowRefused("validation-failed", reason))
                    .orElseThrow();
        } catch (InvalidBody e) {
            throw new RowRefused(e.code(), e.field() + ": " + e.getMessage());
        } catch (Refusal e) {
            throw new RowRefused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static RowRefused refused(JacksonException unreadable) {
        Problem.Member wrong = UnreadableBody.wrong(unreadable);
        String code = wrong.code().equals("invalid-value") ? "validation-failed" : wrong.code();
        return new RowRefused(code, wrong.field().isEmpty() ? wrong.detail() : wrong.field() + ": " + wrong.detail());
    }
}
