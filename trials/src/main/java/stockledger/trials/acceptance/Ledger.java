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

    /** Pages beyond which a ledger is taken for endless. */
    private static final int MOST_PAGES = 10_000;

    private final RetryingClient caller;

    Ledger(RetryingClient caller) {
        this.caller = caller;
    }

    /**
     * A movement as the service tells it.
     *
     * @param balance on hand at its location after it
     */
    record Entry(Movement movement, long balance) {}

    /**
     * All movements, newest first.
     *
     * @throws Unreadable when the service does not answer as agreed
     */
    List<Entry> entries(RequestKind kind, String sku, @Nullable String token) throws Unreadable {
        List<Entry> entries = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Response answer = caller.send(Call.get(kind, Paths.movements(sku, PAGE, cursor), token));
            if (!answer.accepted()) {
                throw new Unreadable(answer.summary());
            }
            for (JsonNode item : Json.array(answer.body(), "items")) {
                entries.add(entry(item));
            }
            JsonNode next = answer.body().path("nextCursor");
            if (next.isMissingNode() || next.isNull()) {
                return entries;
            }
            cursor = Json.text(answer.body(), "nextCursor");
        }
        throw new Unreadable("more than " + MOST_PAGES + " pages");
    }

    private static Entry entry(JsonNode item) throws Unreadable {
        String kind = Json.text(item, "kind");
        String cause = item.path(kind.equals(Movement.SHIPMENT) ? "reservationId" : "reference")
                .asText("nobody");
        String reason = kind.equals(Movement.ADJUSTMENT) ? item.path("reason").asText("no reason") : null;
        Movement movement =
                new Movement(kind, Json.text(item, "locationId"), Json.number(item, "delta"), cause, reason);
        return new Entry(movement, Json.number(item, "balance"));
    }
}
