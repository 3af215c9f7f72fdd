package stockledger.query.action;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.operator.OperatorEvent;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One action.
 *
 * @param id as answered to the operator; of an event that is no {@link OperatorEvent} its stream and number
 * @param kind the stored name of its event
 * @param reason null where the request has none
 * @param details the other members of the event, as JSON text: its names are not known here
 */
record ActionView(
        String id,
        @Nullable Instant at,
        String kind,
        String actor,
        @Nullable String reason,
        String details) {

    private static final String STREAM_PREFIX = OperatorEvent.stream("");

    private static final String REASON = "reason";

    /** Members that are shown elsewhere, or to nobody. */
    private static final Set<String> OMITTED = Set.of(REASON, "hash");

    static final ActionView NONE = new ActionView("", null, "", "", null, "{}");

    static ActionView of(ProjectedEvent event) {
        Object payload = event.payload();
        ObjectNode details = StoredJson.mapper().valueToTree(payload);
        JsonNode reason = details.path(REASON);
        details.remove(OMITTED);
        return new ActionView(
                idOf(event),
                event.at(),
                kindOf(payload.getClass()),
                event.actor(),
                reason.isString() ? reason.asString() : event.reason(),
                details.toString());
    }

    static String idOf(ProjectedEvent event) {
        return event.stream().startsWith(STREAM_PREFIX)
                ? event.stream().substring(STREAM_PREFIX.length())
                : event.stream() + "@" + event.sequence();
    }

    static String kindOf(Class<?> event) {
        return Objects.requireNonNull(event.getAnnotation(JsonTypeName.class), "events have a stored name")
                .value();
    }
}
