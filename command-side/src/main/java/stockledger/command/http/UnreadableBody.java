package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import stockledger.web.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Maps JSON errors to problems that name the member, without repeating its value. */
final class UnreadableBody {

    private UnreadableBody() {}

    static ResponseEntity<Object> problem(HttpMessageNotReadableException unreadable, HttpServletRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyLimit.BodyTooLarge) {
                return Problem.of(
                                HttpStatus.CONTENT_TOO_LARGE,
                                "payload-too-large",
                                "The request body is too large.",
                                request)
                        .response();
            }
        }
        return unreadable.getCause() instanceof JacksonException json
                ? member(json, request)
                : Problem.of(HttpStatus.BAD_REQUEST, "malformed-json", "The request body must be JSON.", request)
                        .response();
    }

    /** A body whose JSON does not match the command. */
    static ResponseEntity<Object> member(JacksonException json, HttpServletRequest request) {
        Problem.Member wrong = wrong(json);
        if (wrong.code().equals("malformed-json")) {
            return Problem.of(HttpStatus.BAD_REQUEST, wrong.code(), wrong.detail(), request)
                    .response();
        }
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        wrong.code().equals("invalid-value") ? "validation-failed" : wrong.code(),
                        "Invalid request body.",
                        List.of(wrong),
                        Map.of(),
                        request)
                .response();
    }

    /** The invalid member; {@code malformed-json} has none. */
    static Problem.Member wrong(JacksonException json) {
        if (json instanceof UnrecognizedPropertyException unknown) {
            return one("unknown-field", json, "Unknown member \"" + unknown.getPropertyName() + "\".");
        }
        if (json instanceof ValueInstantiationException value && value.getCause() != null) {
            return one("invalid-value", json, String.valueOf(value.getCause().getMessage()));
        }
        if (json instanceof InputCoercionException) {
            return one("invalid-value", json, "The number is out of range.");
        }
        if (json instanceof InvalidFormatException) {
            return one("wrong-type", json, "The value has the wrong format.");
        }
        if (json instanceof MismatchedInputException && !path(json).isEmpty()) {
            return one("wrong-type", json, "The value has the wrong type.");
        }
        if (json instanceof StreamReadException || json instanceof DatabindException) {
            return new Problem.Member("", "malformed-json", "The request body is not valid JSON for this command.");
        }
        return new Problem.Member("", "malformed-json", "The request body could not be read.");
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
