package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads required fields of a response. */
final class Json {

    private Json() {}

    static long number(JsonNode node, String field) throws UnexpectedResponseException {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new UnexpectedResponseException("field " + field + " is not an integer");
        }
        return value.longValue();
    }

    static String text(JsonNode node, String field) throws UnexpectedResponseException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new UnexpectedResponseException("field " + field + " is not a string");
        }
        return value.textValue();
    }

    static JsonNode array(JsonNode node, String field) throws UnexpectedResponseException {
        JsonNode value = node.path(field);
        if (!value.isArray()) {
            throw new UnexpectedResponseException("field " + field + " is not an array");
        }
        return value;
    }
}
