package stockledger.command.http;

import java.util.Map;
import stockledger.command.dispatch.Refusal;

/** The event store is not the one that the read models of this process were folded from: nothing is appended to it. */
final class EventStoreRefused extends Refusal {

    EventStoreRefused() {
        super(
                Kind.BUSY,
                "event-store-mismatch",
                "The event store lacks events that this service has seen. An operator must restore or accept it.",
                Map.of());
    }
}
