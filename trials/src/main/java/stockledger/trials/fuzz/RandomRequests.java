package stockledger.trials.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random requests to the addresses of the description. About half of them are left as a client could send them. */
final class RandomRequests {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final double PLAIN = 0.5;
    private static final double HEADER = 0.3;
    private static final int ROWS = 5;

    private static final List<String> PARAMETERS = List.of(
            "true",
            "false",
            "1",
            "200",
            "0",
            "-1",
            "ten",
            "low",
            "name",
            "-price",
            "Kitchen",
            "mug",
            "12.50",
            "2026-12-24",
            "99999999999999999999");

    /** An operation of the description. */
    private record Operation(String method, String path, JsonNode described) {}

    private final List<Operation> operations = new ArrayList<>();
    private final Random random;
    private final RandomValues values;
    private final RequestMutations mutations;

    RandomRequests(JsonNode description, long seed) {
        this.random = new Random(seed);
        this.values = new RandomValues(description, random);
        this.mutations = new RequestMutations(values, random);
        description
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(operation -> operations.add(new Operation(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                operation.getValue()))));
        // The first key that it issued would turn authentication on.
        operations.removeIf(operation -> operation.path().startsWith("/v1/api-keys"));
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("the description has no operation");
        }
    }

    RandomRequest next() {
        Operation operation = values.any(operations);
        List<String> headers = new ArrayList<>();
        String target = path(operation.path()) + query(operation, headers);
        byte[] body = body(operation, headers);
        RandomRequest request = new RandomRequest(operation.method(), target, headers, body);
        return mutations.framed(values.chance(PLAIN) ? request : mutations.mutated(request));
    }

    private String path(String template) {
        Matcher variable = VARIABLE.matcher(template);
        return variable.replaceAll(found -> Matcher.quoteReplacement(
                switch (found.group(1)) {
                    case "kind" -> values.any(List.of("products", "receipts", "adjustments", "counts", "nothing"));
                    case "name" -> values.chance(0.1) ? "location" : values.id();
                    default -> values.chance(0.05) ? encoded(values.any(RandomValues.HOSTILE)) : values.id();
                }));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String query(Operation operation, List<String> headers) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.described().path("parameters")) {
            String name = parameter.path("name").asText();
            boolean isSent = parameter.path("required").asBoolean() || values.chance(HEADER);
            if (isSent && parameter.path("in").asText().equals("query")) {
                query.add(name + "=" + encoded(parameter(name, parameter)));
            } else if (isSent && parameter.path("in").asText().equals("header")) {
                headers.add(name + ": " + mutations.header(name));
            }
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private String parameter(String name, JsonNode parameter) {
        if (values.chance(0.2)) {
            return values.any(RandomValues.HOSTILE);
        }
        return name.equals("sku")
                ? values.id()
                : values.chance(0.5)
                        ? values.any(PARAMETERS)
                        : values.of(parameter.path("schema")).asText();
    }

    private byte[] body(Operation operation, List<String> headers) {
        JsonNode content = operation.described().at("/requestBody/content");
        if (content.isEmpty()) {
            // Commands without a described body take an empty object.
            return operation.method().equals("GET") ? new byte[0] : json("{}", headers);
        }
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        String type = values.any(types);
        headers.add("Content-Type: " + type);
        return switch (type) {
            case "text/csv" -> utf8(csv());
            case "application/x-ndjson" -> utf8(ndjson());
            default -> utf8(values.of(content.get(type).path("schema")).toString());
        };
    }

    private static byte[] json(String text, List<String> headers) {
        headers.add("Content-Type: application/json");
        return utf8(text);
    }

    private String csv() {
        String separator = values.chance(0.1) ? values.any(List.of(";", "\t", "|")) : ",";
        StringBuilder rows = new StringBuilder(String.join(separator, "sku", "locationId", "quantity") + "\n");
        for (int i = 0; i < random.nextInt(ROWS); i++) {
            String cell = values.chance(0.1) ? values.any(RandomValues.HOSTILE) : "1";
            rows.append(String.join(separator, values.id(), "MAIN", cell))
                    .append(values.any(List.of("\n", "\r\n", "\"\n")));
        }
        return rows.toString();
    }

    private String ndjson() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < random.nextInt(ROWS); i++) {
            rows.append("{\"sku\":\"").append(values.id()).append("\",\"locationId\":\"MAIN\",\"quantity\":");
            rows.append(values.any(List.of("1", "-1", "\"1\"", "null", "1e3")))
                    .append(values.any(List.of("}\n", "\n")));
        }
        return rows.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
