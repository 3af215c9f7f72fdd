package stockledger.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field in which what is served of a SKU differs from what folding its events gives.
 *
 * @param kind {@code document}, {@code ledger}, {@code redis}, {@code list}, {@code answer}, {@code events} when the streams
 *     themselves lack an event, or {@code audit} when the audit cannot fold what the projection has folded
 * @param field such as {@code page.levels[0].onHand}
 * @param served what is stored or answered; null when there is none
 * @param folded null when there should be none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditDifference(
        String kind,
        String field,
        @Nullable JsonNode served,
        @Nullable JsonNode folded) {

    static final String DOCUMENT = "document";
    static final String LEDGER = "ledger";
    static final String REDIS = "redis";
    static final String LIST = "list";
    static final String ANSWER = "answer";
    static final String EVENTS = "events";
    static final String AUDIT = "audit";
}
