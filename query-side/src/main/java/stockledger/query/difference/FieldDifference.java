package stockledger.query.difference;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field in which two documents differ.
 *
 * @param field its path, such as {@code levels[0].onHand}; empty for the whole document
 * @param expected null when only the other document has the field
 * @param found null when only the expected document has the field
 */
public record FieldDifference(
        String field, @Nullable JsonNode expected, @Nullable JsonNode found) {}
