package stockledger.query.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.webhook.WebhookEvent;
import stockledger.query.event.EventPage.Item;
import stockledger.web.security.Caller;
import stockledger.web.security.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What callers without the scope {@code ops} do not see: who manages API keys and webhooks or acts as an operator, and how, and the
 * content of requests that were stored to be executed later. Nobody sees the hash of a key.
 */
final class Masking {

    /** The families of events whose actor and content are for operators. */
    private static final List<Class<?>> RESTRICTED =
            List.of(ApiKeyEvent.class, OperatorEvent.class, WebhookEvent.class);

    private static final List<String> RESTRICTED_TYPES = List.of("apikey.", "operator.", "webhook.");

    private static final Map<String, List<String>> MASKED_MEMBERS = Map.of(
            "bulk.RequestAccepted", List.of("headers", "body", "command"),
            "bulk.RequestAnswered", List.of("headers", "body"));

    private static final String HASH = "hash";

    private final boolean isOperator;

    private Masking(boolean isOperator) {
        this.isOperator = isOperator;
    }

    static Masking of(Caller caller) {
        return new Masking(caller.scopes().contains(Scope.OPS));
    }

    /** Whether callers without the scope see neither actor nor content of events of this type. */
    static boolean isRestricted(Class<?> payloadType) {
        return RESTRICTED.stream().anyMatch(family -> family.isAssignableFrom(payloadType));
    }

    /** Whether the caller finds restricted events by what is masked in them. */
    boolean findsRestricted() {
        return isOperator;
    }

    /** The event as the caller may see it; {@code masked} names what is left out. */
    Item apply(Item item) {
        List<String> masked = new ArrayList<>();
        String actor = item.actor();
        JsonNode payload = item.payload();
        if (payload instanceof ObjectNode content && content.has(HASH)) {
            payload = without(content, List.of(HASH), masked);
        }
        if (!isOperator && RESTRICTED_TYPES.stream().anyMatch(item.type()::startsWith)) {
            actor = null;
            payload = null;
            masked.clear();
            masked.add("actor");
            masked.add("payload");
        } else if (!isOperator && payload instanceof ObjectNode content) {
            payload = without(content, MASKED_MEMBERS.getOrDefault(item.type(), List.of()), masked);
        }
        return masked.isEmpty() ? item : item.masked(actor, payload, masked);
    }

    /** Whether the caller sees what an event changed: not where its content is for operators. */
    boolean showsStatesOf(DomainEventMessage<?> event) {
        return isOperator || !isRestricted(event.getPayloadType());
    }

    /** A state as the caller may see it: without what is masked in the events that it was folded from. */
    JsonNode state(JsonNode state) {
        removeFrom(state, HASH);
        if (!isOperator) {
            MASKED_MEMBERS.values().forEach(members -> members.forEach(member -> removeFrom(state, member)));
        }
        return state;
    }

    private static void removeFrom(JsonNode state, String member) {
        if (state instanceof ObjectNode object) {
            object.remove(member);
        }
        state.forEach(child -> removeFrom(child, member));
    }

    private static @Nullable JsonNode without(ObjectNode content, List<String> members, List<String> masked) {
        for (String member : members) {
            if (content.remove(member) != null) {
                masked.add("payload." + member);
            }
        }
        return content;
    }
}
