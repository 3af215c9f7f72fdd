package stockledger.query.audit;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stockledger.events.Allocation;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the events of a reservation say. It shares nothing with the fold that it audits. */
final class ExpectedReservation implements ExpectedDocument {

    private static final Set<String> CLAIMING = Set.of("held", "confirmed");

    private final ObjectNode document = StoredJson.mapper().createObjectNode();
    private ArrayNode lines = document.putArray("lines");

    ExpectedReservation(String id) {
        document.put("id", id);
        document.put("status", "released");
    }

    @Override
    public void add(Object payload, Instant at) {
        if (payload instanceof ReservationHeld is) {
            status("held");
            replaceLines(is.lines());
            set("expiresAt", is.expiresAt());
            set("reference", is.reference());
        } else if (payload instanceof ReservationLinesReplaced is) {
            replaceLines(is.lines());
        } else if (payload instanceof ReservationExtended is) {
            set("expiresAt", is.expiresAt());
        } else if (payload instanceof ReservationPartlyShipped is) {
            is.lines().forEach(part -> add("shipped", part.sku(), part.quantity()));
        } else if (payload instanceof ReservationReturned is) {
            is.lines().forEach(part -> add("returned", part.sku(), units(part.allocations())));
        } else {
            end(payload);
        }
        set("endedAt", CLAIMING.contains(document.path("status").asString()) ? null : at);
    }

    private void end(Object payload) {
        if (payload instanceof ReservationConfirmed) {
            status("confirmed");
            set("expiresAt", null);
        } else if (payload instanceof ReservationReleased) {
            status("released");
            set("expiresAt", null);
        } else if (payload instanceof ReservationAbandoned) {
            status("released");
        } else if (payload instanceof ReservationCancelled) {
            status("cancelled");
        } else if (payload instanceof ReservationExpired) {
            status("expired");
        } else if (payload instanceof ReservationShipped) {
            status("shipped");
            lines.forEach(line -> ((ObjectNode) line).set("shipped", line.get("quantity")));
        } else if (!(payload instanceof ReservationChangeAbandoned)) {
            throw new IllegalArgumentException(payload.getClass() + " is no event of a reservation");
        }
    }

    private void status(String status) {
        document.put("status", status);
    }

    private void set(String member, @Nullable Object value) {
        if (value == null) {
            document.remove(member);
        } else {
            document.set(member, StoredJson.mapper().valueToTree(value));
        }
    }

    private void replaceLines(List<ReservedLine> given) {
        lines = document.putArray("lines");
        for (ReservedLine line : given) {
            ObjectNode node = lines.addObject();
            node.put("sku", line.sku().value());
            node.put("quantity", line.quantity());
            ArrayNode allocations = node.putArray("allocations");
            line.allocations()
                    .forEach(part -> allocations
                            .addObject()
                            .put("locationId", part.locationId().value())
                            .put("quantity", part.quantity()));
            node.put("shipped", 0);
            node.put("returned", 0);
        }
    }

    private void add(String term, Sku sku, long units) {
        Iterator<JsonNode> all = lines.iterator();
        while (all.hasNext()) {
            if (all.next() instanceof ObjectNode line
                    && line.path("sku").asString().equals(sku.value())) {
                line.put(term, line.path(term).asLong() + units);
            }
        }
    }

    private static long units(List<Allocation> allocations) {
        long units = 0;
        for (Allocation part : allocations) {
            units += part.quantity();
        }
        return units;
    }

    @Override
    public JsonNode document() {
        return document;
    }
}
