package stockledger.query.difference;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares JSON documents field by field. Numbers are compared by value and elements of arrays by index; the order of members
 * is not compared. A member that is null is not the same as one that is missing.
 */
public final class JsonDifferences {

    private final List<FieldDifference> found = new ArrayList<>();

    private JsonDifferences() {}

    /** The fields that differ, in the order of the first document; empty when both are equal. */
    public static List<FieldDifference> between(@Nullable JsonNode first, @Nullable JsonNode second) {
        JsonDifferences differences = new JsonDifferences();
        differences.compare("", first, second);
        return List.copyOf(differences.found);
    }

    private void compare(String path, @Nullable JsonNode one, @Nullable JsonNode other) {
        if (one == null || other == null) {
            if (one != other) {
                found.add(new FieldDifference(path, one, other));
            }
        } else if (one.isObject() && other.isObject()) {
            Set<String> names = new LinkedHashSet<>(one.propertyNames());
            names.addAll(other.propertyNames());
            names.forEach(name -> compare(path.isEmpty() ? name : path + "." + name, one.get(name), other.get(name)));
        } else if (one.isArray() && other.isArray()) {
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                compare(path + "[" + i + "]", one.get(i), other.get(i));
            }
        } else if (!isEqual(one, other)) {
            found.add(new FieldDifference(path, one, other));
        }
    }

    /** An int and a long of the same value are different nodes. */
    private static boolean isEqual(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }
}
