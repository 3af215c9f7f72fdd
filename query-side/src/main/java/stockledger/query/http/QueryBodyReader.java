package stockledger.query.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads the body of a question that is posted: to the letter, and no more of it than a question can be. */
public final class QueryBodyReader {

    private final int largest;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    QueryBodyReader(HttpSettings settings) {
        this.largest = Math.toIntExact(settings.largestBody().toBytes());
    }

    /**
     * Reads a body of this form.
     *
     * @throws QueryProblemException when it is too large, no JSON, or JSON of another form
     */
    public <T> T read(InputStream body, Class<T> form) {
        byte[] bytes = bytes(body);
        try {
            T read = json.readValue(bytes, form);
            if (read == null) {
                throw QueryProblemException.wrong("malformed-json", "A JSON object is needed.");
            }
            return read;
        } catch (JacksonException e) {
            throw refusal(e);
        }
    }

    /** Takes a body that says nothing: none at all, or {@code {}}. */
    public void readNothing(InputStream body) {
        byte[] bytes = bytes(body);
        if (bytes.length > 0) {
            try {
                json.readValue(bytes, Nothing.class);
            } catch (JacksonException e) {
                throw refusal(e);
            }
        }
    }

    record Nothing() {}

    private byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw QueryProblemException.tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static QueryProblemException refusal(JacksonException unreadable) {
        if (unreadable instanceof UnrecognizedPropertyException unknown) {
            return QueryProblemException.member(
                    "unknown-field", path(unknown), "There is no member " + unknown.getPropertyName() + ".");
        }
        if (unreadable instanceof ValueInstantiationException value && value.getCause() != null) {
            return QueryProblemException.invalid(
                    path(value), String.valueOf(value.getCause().getMessage()));
        }
        if (unreadable instanceof InvalidFormatException
                || unreadable instanceof MismatchedInputException
                        && !path(unreadable).isEmpty()) {
            return QueryProblemException.member(
                    "wrong-type", path(unreadable), "The value is of another type than this member.");
        }
        return QueryProblemException.wrong(
                "malformed-json",
                unreadable instanceof StreamReadException
                        ? "The body is not JSON."
                        : "The body is not the JSON that is needed.");
    }

    private static String path(JacksonException unreadable) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : unreadable.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
