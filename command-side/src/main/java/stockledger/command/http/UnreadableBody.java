package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says which member of a body could not be read, and why, without repeating what was sent. */
final class UnreadableBody {

    private UnreadableBody() {}

    static ResponseEntity<Object> problem(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.BodyTooLarge) {
                return Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "payload-too-large",
                        "The body is larger than a command can be.",
                        request);
            }
        }
        return unreadable.getCause() instanceof JacksonException json
                ? member(json, request)
                : Problem.of(HttpStatus.BAD_REQUEST, "malformed-json", "A JSON body is needed.", request);
    }

    /** A body that is JSON, but not the JSON of this command. */
    static ResponseEntity<Object> member(JacksonException json, HttpServletRequest request) {
        Problem.Member wrong = wrong(json);
        if (wrong.code().equals("malformed-json")) {
            return Problem.of(HttpStatus.BAD_REQUEST, wrong.code(), wrong.detail(), request);
        }
        return Problem.of(
                HttpStatus.BAD_REQUEST,
                wrong.code().equals("invalid-value") ? "validation-failed" : wrong.code(),
                "The body does not fit this command.",
                List.of(wrong),
                Map.of(),
                request);
    }

    /** What is wrong; {@code malformed-json} is about no member. */
    static Problem.Member wrong(JacksonException json) {
        if (json instanceof UnrecognizedPropertyException unknown) {
            return one("unknown-field", json, "There is no member " + unknown.getPropertyName() + ".");
        }
        if (json instanceof ValueInstantiationException value && value.getCause() != null) {
            return one("invalid-value", json, String.valueOf(value.getCause().getMessage()));
        }
        if (json instanceof InputCoercionException) {
            return one("invalid-value", json, "The number is larger than this member can be.");
        }
        if (json instanceof InvalidFormatException) {
            return one("wrong-type", json, "The value has not the form that this member has.");
        }
        if (json instanceof MismatchedInputException && !path(json).isEmpty()) {
            return one("wrong-type", json, "The value is of another type than this member.");
        }
        if (json instanceof StreamReadException || json instanceof DatabindException) {
            return new Problem.Member("", "malformed-json", "The body is not the JSON that is needed.");
        }
        return new Problem.Member("", "malformed-json", "The body could not be read.");
    }

    private static Problem.Member one(String code, JacksonException json, String detail) {
        return new Problem.Member(path(json), code, detail);
    }

    private static String path(JacksonException json) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : json.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
