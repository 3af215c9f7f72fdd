package stockledger.query.projection;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field in which what is served differs from what folding the events again gives.
 *
 * @param kind {@code document}, the name of a side collection, or the kind of an answer
 * @param key of the document, such as a SKU
 * @param field its path; empty for the whole
 * @param served null when only the folded one has the field
 * @param folded by the rebuilt epoch, or in shadow mode by this process; null when only the served one has the field
 */
public record Difference(
        String kind,
        String key,
        String field,
        @Nullable JsonNode served,
        @Nullable JsonNode folded) {

    /** The kind of differences between documents. */
    public static final String DOCUMENT = "document";

    /** The field of documents that do not come to be of the same events. */
    public static final String VERSIONS = "versions";
}
