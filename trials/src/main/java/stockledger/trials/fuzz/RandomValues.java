package stockledger.trials.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random JSON of a schema of the description. Most values are valid, so that requests get beyond validation. */
final class RandomValues {

    /** Known ids, so that requests meet products, locations and reservations that exist. */
    static final List<String> IDS = List.of("FUZZ-1", "FUZZ-2", "FUZZ-3", "MAIN", "SHOP");

    static final List<String> HOSTILE = List.of(
            "",
            " ",
            ".",
            "..",
            "%00",
            "%zz",
            "a/b",
            "a;b=c",
            "\u0000",
            "\u0661\u0662",
            "\ud83d\ude00",
            "e\u0301",
            "\u200b",
            "null",
            "NaN",
            "-0",
            "1e400",
            "' OR 1=1",
            "{}",
            "facets",
            "2026-02-30",
            "x".repeat(65),
            "x".repeat(5_000));

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DEPTH = 6;
    private static final double OPTIONAL = 0.5;
    private static final double WRONG = 0.02;

    /** Valid texts of members whose format the schema does not say. */
    private static final Map<String, List<String>> BY_NAME = Map.of(
            "amount", List.of("0.00", "12.50", "999999999999.99", "1"),
            "currency", List.of("GBP", "JPY", "KWD"),
            "category", List.of("Kitchen/Mugs", "Home", "A/B/C"),
            "images", List.of("https://img.example/a.jpg"),
            "countedAt", List.of("2026-11-29T10:00:00Z", "2026-11-29T12:00:00+02:00"),
            "occurredAt", List.of("2026-11-29T10:00:00Z", "2026-11-29T12:00:00+02:00"),
            "expectedOn", List.of("2026-12-24", "2020-02-29"));

    private final JsonNode description;
    private final Random random;

    RandomValues(JsonNode description, Random random) {
        this.description = description;
        this.random = random;
    }

    /** One element. */
    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** True with a probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    String id() {
        return chance(0.9) ? any(IDS) : "r" + random.nextInt(1_000);
    }

    /** A value of a schema, or rarely another. */
    JsonNode of(JsonNode schema) {
        return value(schema, "", 0);
    }

    private JsonNode value(JsonNode given, String name, int depth) {
        JsonNode schema = resolved(given);
        if (chance(WRONG) || depth > MAX_DEPTH) {
            return wrong();
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (type(schema)) {
            case "object" -> object(schema, name, depth);
            case "array" -> array(schema, name, depth);
            case "integer", "number" -> JSON.numberNode(any(List.of(1L, 2L, 5L, 60L, 0L, -1L, 1_000_000_000L)));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "string" -> JSON.textNode(text(schema, name));
            default -> wrong();
        };
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode at = schema;
        while (at.has("$ref")) {
            at = description.at(at.get("$ref").asText().substring(1));
        }
        return at;
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            return type.path(0).asText();
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }

    private ObjectNode object(JsonNode schema, String name, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(one -> required.add(one.asText()));
        schema.path("properties").fields().forEachRemaining(member -> {
            if (required.contains(member.getKey()) ? !chance(WRONG) : chance(OPTIONAL)) {
                object.set(member.getKey(), value(member.getValue(), member.getKey(), depth + 1));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            object.set(
                    text(schema.path("propertyNames"), ""), value(schema.get("additionalProperties"), name, depth + 1));
        }
        if (chance(WRONG)) {
            object.set(any(HOSTILE), wrong());
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        int size = chance(WRONG) ? any(List.of(0, 300)) : 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), name, depth + 1));
        }
        return array;
    }

    private String text(JsonNode schema, String name) {
        if (chance(WRONG)) {
            return any(HOSTILE);
        }
        if (BY_NAME.containsKey(name)) {
            return any(BY_NAME.get(name));
        }
        if (schema.path("pattern").asText().contains("A-Za-z0-9._-") || name.endsWith("Id")) {
            return id();
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "2026-11-29T10:00:00Z";
        }
        return "text " + random.nextInt(10);
    }

    /** A value that hardly any schema allows. */
    private JsonNode wrong() {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.textNode(any(HOSTILE));
            case 2 -> JSON.numberNode(BigInteger.TWO.pow(63).add(BigInteger.valueOf(random.nextInt(3) - 1)));
            case 3 -> JSON.numberNode(new BigDecimal("1.5e300"));
            case 4 -> JSON.booleanNode(true);
            case 5 -> JSON.arrayNode().add(JSON.arrayNode());
            case 6 -> JSON.objectNode().put("a", -1);
            default -> JSON.numberNode(Long.MIN_VALUE);
        };
    }
}
