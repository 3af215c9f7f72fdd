package stockledger.query.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.query.projection.StoredJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the events of one stream say about its document, folded by the audit. */
interface ExpectedDocument {

    /** The projections whose documents are audited in this way. */
    List<String> PROJECTIONS = List.of("location", "reservation");

    /** Adds the next event. */
    void add(Object payload, Instant at);

    /** The members of the document. */
    JsonNode document();

    /** A kind of documents, each folded from one stream. */
    interface Kind {

        /** The stream of a key. */
        String streamOf(String key);

        /** The document before its first event. */
        ExpectedDocument empty(String key);
    }

    /** The kinds that are audited, by the name of their projection. */
    static Optional<Kind> ofProjection(String name) {
        return switch (name) {
            case "reservation" ->
                Optional.of(new Kind() {
                    @Override
                    public String streamOf(String key) {
                        return new ReservationId(key).stream();
                    }

                    @Override
                    public ExpectedDocument empty(String key) {
                        return new ExpectedReservation(key);
                    }
                });
            case "location" ->
                Optional.of(new Kind() {
                    @Override
                    public String streamOf(String key) {
                        return new LocationId(key).stream();
                    }

                    @Override
                    public ExpectedDocument empty(String key) {
                        return new Location(key);
                    }
                });
            default -> Optional.empty();
        };
    }

    /** A location. */
    final class Location implements ExpectedDocument {

        private final ObjectNode document = StoredJson.mapper().createObjectNode();

        Location(String id) {
            document.put("id", id);
            document.put("name", "");
        }

        @Override
        public void add(Object payload, Instant at) {
            document.put("name", ((LocationOpened) payload).name());
        }

        @Override
        public JsonNode document() {
            return document;
        }
    }
}
