package stockledger.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.query.difference.JsonDifferences;
import stockledger.query.event.EventPage.Item;
import tools.jackson.databind.JsonNode;

/**
 * One event with its causes and effects.
 *
 * @param events all events of the request, the oldest first; the command of each is its {@code causationId}
 * @param moreEvents whether the request has further events, which a search by its correlation id finds
 * @param documents what this event changed
 * @param state what it changed in the state of its product or reservation; absent for events without such a state
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventDetails(
        Item event,
        Request request,
        Command command,
        List<Item> events,
        boolean moreEvents,
        List<ChangedDocument> documents,
        @Nullable StateChange state) {

    /**
     * The request or job at the start.
     *
     * @param traceparent of its trace; absent if it was not traced
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Request(@Nullable String correlationId, @Nullable String traceparent) {}

    /**
     * The command whose result the event is.
     *
     * @param jobRow the row of an upload that it was made of, as {@code JOB/CHUNK/LINE}; absent for others
     * @param accepted the event by which the job of this row was accepted, with the request that sent it; absent for others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Command(
            @Nullable String causationId,
            @Nullable String jobRow,
            @Nullable Item accepted) {}

    /**
     * A document that contains the event.
     *
     * @param versions sequence number of the last event that it contains now, by stream; empty when it was deleted
     * @param includesEvent whether it contains this event already
     */
    record ChangedDocument(
            String projection, String collection, String key, Map<String, Long> versions, boolean includesEvent) {}

    /**
     * A state before and after the event, as the projection folds it.
     *
     * @param before absent when the event is the first
     * @param after absent when it cannot be folded
     * @param differences the fields that the event changed
     * @param problem why a state cannot be folded; absent when both can
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StateChange(
            String projection,
            String key,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            List<FieldChange> differences,
            @Nullable String problem) {}

    /**
     * A field that the event changed.
     *
     * @param field its path
     * @param before absent when the field was added
     * @param after absent when the field was removed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldChange(
            String field,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {

        static List<FieldChange> between(@Nullable JsonNode before, @Nullable JsonNode after) {
            return JsonDifferences.between(before, after).stream()
                    .map(one -> new FieldChange(one.field(), one.first(), one.second()))
                    .toList();
        }
    }
}
