package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads what an answer must have; fields that nobody asked for are no matter. */
final class Json {

    private Json() {}

    static long number(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Unreadable("no whole number as " + field);
        }
        return value.longValue();
    }

    static String text(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new Unreadable("no text as " + field);
        }
        return value.textValue();
    }

    static JsonNode array(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isArray()) {
            throw new Unreadable("no list as " + field);
        }
        return value;
    }
}
