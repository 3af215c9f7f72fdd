package stockledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that is stored, or answered, and is not what the events say.
 *
 * @param where {@code document}, {@code ledger}, {@code redis}, {@code list}, {@code answer}, or {@code events} when the
 *     streams themselves lack an event
 * @param field such as {@code page.levels[0].onHand}
 * @param expected by the events; null when there should be none
 * @param found null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Difference(
        String where,
        String field,
        @Nullable JsonNode expected,
        @Nullable JsonNode found) {

    static final String DOCUMENT = "document";
    static final String LEDGER = "ledger";
    static final String REDIS = "redis";
    static final String LIST = "list";
    static final String ANSWER = "answer";
    static final String EVENTS = "events";
}
