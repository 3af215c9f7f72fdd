package stockledger.query.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of events.
 *
 * @param nextCursor cursor of the events that follow in the order of the page; absent when there are none
 * @param previousCursor cursor of those before it; absent on the first page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventPage(
        List<Item> items,
        @Nullable String nextCursor,
        @Nullable String previousCursor) {

    /**
     * An event.
     *
     * @param position in the global order of the event store
     * @param sequence its number in its stream, from 0
     * @param revision of the type, after upcasts
     * @param correlationId the request or job that it is a result of
     * @param causationId the command that it is a result of
     * @param masked the members that the caller's scopes do not show; absent when all are shown
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String eventId,
            long position,
            String stream,
            long sequence,
            String type,
            @Nullable String revision,
            Instant time,
            @Nullable String actor,
            @Nullable String correlationId,
            @Nullable String causationId,
            @Nullable JsonNode payload,
            @Nullable List<String> masked) {

        Item masked(@Nullable String visibleActor, @Nullable JsonNode visiblePayload, List<String> members) {
            return new Item(
                    eventId,
                    position,
                    stream,
                    sequence,
                    type,
                    revision,
                    time,
                    visibleActor,
                    correlationId,
                    causationId,
                    visiblePayload,
                    List.copyOf(members));
        }
    }
}
