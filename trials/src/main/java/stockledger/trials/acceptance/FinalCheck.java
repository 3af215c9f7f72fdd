package stockledger.trials.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.Call;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryingClient;

/**
 * Reads every SKU and every order of the day from the service and compares them with {@link LedgerFold}. Each read carries
 * the consistency tokens of the commands before it, so that a stale response is an error.
 */
final class FinalCheck {

    private final LedgerFold fold;
    private final RetryingClient client;
    private final Ledger ledger;
    private final ConsistencyTokens tokens;
    private final List<Difference> differences = Collections.synchronizedList(new ArrayList<>());
    private final LongAdder movements = new LongAdder();

    FinalCheck(LedgerFold fold, RetryingClient client, ConsistencyTokens tokens) {
        this.fold = fold;
        this.client = client;
        this.ledger = new Ledger(client);
        this.tokens = tokens;
    }

    /** The numbers of checked objects, and the differences. */
    record Result(int skus, int orders, long movements, List<Difference> differences) {}

    Result run(Workers workers) {
        workers.forEach(
                "checking stock", fold.catalog().stream().map(CatalogEntry::sku).toList(), this::checkSku);
        workers.forEach("checking orders", fold.orders(), this::checkOrder);
        return new Result(fold.catalog().size(), fold.orders().size(), movements.sum(), List.copyOf(differences));
    }

    private void checkSku(String sku) {
        try {
            differences.addAll(LevelCheck.differences(
                    sku, fold.names().location(), fold.onHand(sku), read(sku, Paths.inventory(sku))));
        } catch (UnexpectedResponseException e) {
            differences.add(new Difference(sku, "inventory", "its levels", e.reason()));
        }
        try {
            List<Ledger.Entry> entries = ledger.entries(RequestKind.READ, sku, token(sku, Paths.movements(sku, 1, "")));
            movements.add(entries.size());
            differences.addAll(LedgerCheck.differences(sku, fold.movements(sku), entries));
        } catch (UnexpectedResponseException e) {
            differences.add(new Difference(sku, "movements", "its ledger", e.reason()));
        }
    }

    private void checkOrder(Invoice order) {
        String id = fold.names().reservation(order.number());
        try {
            JsonNode reservation = read(id, Paths.reservation(id));
            String status = Json.text(reservation, "status");
            if (!status.equals("shipped")) {
                differences.add(new Difference(id, "status", "shipped", status));
            }
            Map<String, Long> units = units(reservation);
            if (!units.equals(order.soldBySku())) {
                differences.add(
                        new Difference(id, "units by SKU", order.soldBySku().toString(), units.toString()));
            }
        } catch (UnexpectedResponseException e) {
            differences.add(new Difference(id, "reservation", "it to be found", e.reason()));
        }
    }

    private static Map<String, Long> units(JsonNode reservation) throws UnexpectedResponseException {
        Map<String, Long> units = new TreeMap<>();
        for (JsonNode line : Json.array(reservation, "lines")) {
            units.merge(Json.text(line, "sku"), Json.number(line, "quantity"), Long::sum);
        }
        return units;
    }

    private JsonNode read(String subject, String path) throws UnexpectedResponseException {
        Response response = client.send(Call.get(RequestKind.READ, path, token(subject, path)));
        if (!response.accepted()) {
            throw new UnexpectedResponseException(response.summary());
        }
        return response.body();
    }

    /**
     * The Consistency-Token header for a read of this path. When the tokens do not fit in one header, reads with all other
     * headers come first, so that the service has caught up with them.
     */
    private @Nullable String token(String subject, String path) {
        List<String> headers = tokens.headersFor(subject);
        if (headers.isEmpty()) {
            return null;
        }
        int last = headers.size() - 1;
        headers.subList(0, last).forEach(header -> client.send(Call.get(RequestKind.READ, path, header)));
        return headers.get(last);
    }
}
