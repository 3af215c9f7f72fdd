package stockledger.command.http;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON in one form for all texts of the same value: members sorted by name, no white space, numbers and escapes written in
 * one way. So a body that a caller serializes again is the same request.
 */
final class CanonicalJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalJson() {}

    /** The canonical form of a body; the body itself when it is not JSON. */
    static byte[] of(byte[] body) {
        JsonNode value;
        try {
            value = MAPPER.readTree(body);
        } catch (JacksonException invalid) {
            return body;
        }
        if (value == null || value.isMissingNode()) {
            return body;
        }
        StringBuilder text = new StringBuilder(body.length);
        write(value, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode value, StringBuilder text) {
        if (value.isObject()) {
            List<Map.Entry<String, JsonNode>> members = value.propertyStream()
                    .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                    .toList();
            String separator = "{";
            for (Map.Entry<String, JsonNode> member : members) {
                text.append(separator)
                        .append(MAPPER.writeValueAsString(member.getKey()))
                        .append(':');
                write(member.getValue(), text);
                separator = ",";
            }
            text.append(members.isEmpty() ? "{}" : "}");
        } else if (value.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> elements = value.iterator(); elements.hasNext(); ) {
                write(elements.next(), text);
                text.append(elements.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            text.append(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
        } else {
            text.append(value);
        }
    }
}
