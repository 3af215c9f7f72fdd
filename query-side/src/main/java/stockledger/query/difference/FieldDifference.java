package stockledger.query.difference;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field in which two documents differ.
 *
 * @param field its path, such as {@code levels[0].onHand}; empty for the whole document
 * @param first its value in the first document; null when only the second one has the field
 * @param second its value in the second document; null when only the first one has the field
 */
public record FieldDifference(
        String field, @Nullable JsonNode first, @Nullable JsonNode second) {}
