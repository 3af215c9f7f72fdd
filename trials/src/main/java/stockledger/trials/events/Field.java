package stockledger.trials.events;

import com.fasterxml.jackson.databind.JsonNode;

/** What a search has a parameter for, and where an event has it. */
enum Field {
    SKU("sku", "/payload/sku"),
    RESERVATION("reservation", "/payload/reservationId"),
    REFERENCE("reference", "/payload/reference"),
    ACTOR("actor", "/actor"),
    CORRELATION_ID("correlationId", "/correlationId"),
    TYPE("type", "/type"),
    STREAM("stream", "/stream");

    private final String parameter;
    private final String pointer;

    Field(String parameter, String pointer) {
        this.parameter = parameter;
        this.pointer = pointer;
    }

    String parameter() {
        return parameter;
    }

    /** The value of an event; empty when it has none. */
    String of(JsonNode event) {
        return event.at(pointer).asText("");
    }
}
