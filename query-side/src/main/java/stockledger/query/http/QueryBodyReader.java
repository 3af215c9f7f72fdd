package stockledger.query.http;

import java.io.IOException;
import java.io.InputStream;
import stockledger.web.StrictInstantDeserializer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads the body of a query that is posted: strictly, and up to a largest size. */
public final class QueryBodyReader {

    private final int maxBytes;
    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(StrictInstantDeserializer.module())
            .build();

    QueryBodyReader(HttpSettings settings) {
        this.maxBytes = Math.toIntExact(settings.maxBody().toBytes());
    }

    /**
     * Reads a JSON body.
     *
     * @throws QueryProblemException when it is too large, not JSON, or does not match the type
     */
    public <T> T read(InputStream body, Class<T> type) {
        byte[] bytes = bytes(body);
        try {
            T read = json.readValue(bytes, type);
            if (read == null) {
                throw QueryProblemException.badRequest("malformed-json", "The request body must be a JSON object.");
            }
            return read;
        } catch (JacksonException e) {
            throw problem(e);
        }
    }

    /** Accepts no body, or {@code {}}. */
    public void readEmpty(InputStream body) {
        byte[] bytes = bytes(body);
        if (bytes.length > 0) {
            try {
                json.readValue(bytes, Empty.class);
            } catch (JacksonException e) {
                throw problem(e);
            }
        }
    }

    record Empty() {}

    private byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw QueryProblemException.tooLarge();
            }
            return bytes;
        } catch (IOException e) {
            // Malformed chunks, or the client closed the connection.
            throw QueryProblemException.badRequest("malformed-json", "The request body could not be read.");
        }
    }

    private static QueryProblemException problem(JacksonException unreadable) {
        if (unreadable instanceof UnrecognizedPropertyException unknown) {
            return QueryProblemException.invalidMember(
                    "unknown-field", path(unknown), "Unknown member \"" + unknown.getPropertyName() + "\".");
        }
        if (unreadable instanceof ValueInstantiationException value && value.getCause() != null) {
            return QueryProblemException.invalidMember(
                    "validation-failed",
                    path(value),
                    String.valueOf(value.getCause().getMessage()));
        }
        if (unreadable instanceof InputCoercionException && !path(unreadable).isEmpty()) {
            return QueryProblemException.invalidMember(
                    "validation-failed", path(unreadable), "The number is out of range.");
        }
        if (unreadable instanceof InvalidFormatException
                || unreadable instanceof MismatchedInputException
                        && !path(unreadable).isEmpty()) {
            return QueryProblemException.invalidMember("wrong-type", path(unreadable), "The value has the wrong type.");
        }
        return QueryProblemException.badRequest(
                "malformed-json",
                unreadable instanceof StreamReadException
                        ? "The request body is not JSON."
                        : "The request body must be a JSON object.");
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
