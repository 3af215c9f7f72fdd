package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Call;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/** Reads a SKU's movements from the service, page by page. */
final class Ledger {

    private static final int PAGE = 200;

    /** Stops reading when the cursors of the service never end. */
    private static final int MAX_PAGES = 10_000;

    private final RetryingClient client;

    Ledger(RetryingClient client) {
        this.client = client;
    }

    /**
     * A movement in the ledger of the service.
     *
     * @param balance units on hand at the location after the movement
     */
    record Entry(Movement movement, long balance) {}

    /**
     * All movements, newest first.
     *
     * @throws UnexpectedResponseException when the response violates the HTTP contract
     */
    List<Entry> entries(RequestKind kind, String sku, @Nullable String token) throws UnexpectedResponseException {
        List<Entry> entries = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MAX_PAGES; page++) {
            Response response = client.send(Call.get(kind, Paths.movements(sku, PAGE, cursor), token));
            if (!response.accepted()) {
                throw new UnexpectedResponseException(response.summary());
            }
            for (JsonNode item : Json.array(response.body(), "items")) {
                entries.add(entry(item));
            }
            JsonNode next = response.body().path("nextCursor");
            if (next.isMissingNode() || next.isNull()) {
                return entries;
            }
            cursor = Json.text(response.body(), "nextCursor");
        }
        throw new UnexpectedResponseException("more than " + MAX_PAGES + " pages");
    }

    private static Entry entry(JsonNode item) throws UnexpectedResponseException {
        String kind = Json.text(item, "kind");
        String cause = item.path(kind.equals(Movement.SHIPMENT) ? "reservationId" : "reference")
                .asText("no reference");
        String reason = kind.equals(Movement.ADJUSTMENT) ? item.path("reason").asText("no reason") : null;
        Movement movement =
                new Movement(kind, Json.text(item, "locationId"), Json.number(item, "delta"), cause, reason);
        return new Entry(movement, Json.number(item, "balance"));
    }
}
