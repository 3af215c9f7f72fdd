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
 * Asks the service for every SKU and every order of the day and compares what it says with {@link Books}. Each read
 * carries the tokens of what was acknowledged, so an old answer is a fault and not bad luck.
 */
final class FinalCheck {

    private final Books books;
    private final RetryingClient caller;
    private final Ledger ledger;
    private final ConsistencyTokens tokens;
    private final List<Difference> differences = Collections.synchronizedList(new ArrayList<>());
    private final LongAdder movements = new LongAdder();

    FinalCheck(Books books, RetryingClient caller, ConsistencyTokens tokens) {
        this.books = books;
        this.caller = caller;
        this.ledger = new Ledger(caller);
        this.tokens = tokens;
    }

    /** What was looked at, and what was otherwise than it must be. */
    record Result(int skus, int orders, long movements, List<Difference> differences) {}

    Result run(Workers workers) {
        workers.forEach(
                "checking stock",
                books.catalog().stream().map(CatalogEntry::sku).toList(),
                this::checkSku);
        workers.forEach("checking orders", books.orders(), this::checkOrder);
        return new Result(books.catalog().size(), books.orders().size(), movements.sum(), List.copyOf(differences));
    }

    private void checkSku(String sku) {
        try {
            differences.addAll(LevelCheck.differences(
                    sku, books.names().location(), books.onHand(sku), read(sku, Paths.inventory(sku))));
        } catch (Unreadable e) {
            differences.add(new Difference(sku, "inventory", "its levels", e.what()));
        }
        try {
            List<Ledger.Entry> entries = ledger.entries(RequestKind.READ, sku, token(sku, Paths.movements(sku, 1, "")));
            movements.add(entries.size());
            differences.addAll(LedgerCheck.differences(sku, books.movements(sku), entries));
        } catch (Unreadable e) {
            differences.add(new Difference(sku, "movements", "its ledger", e.what()));
        }
    }

    private void checkOrder(Invoice order) {
        String id = books.names().reservation(order.number());
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
        } catch (Unreadable e) {
            differences.add(new Difference(id, "reservation", "it to be found", e.what()));
        }
    }

    private static Map<String, Long> units(JsonNode reservation) throws Unreadable {
        Map<String, Long> units = new TreeMap<>();
        for (JsonNode line : Json.array(reservation, "lines")) {
            units.merge(Json.text(line, "sku"), Json.number(line, "quantity"), Long::sum);
        }
        return units;
    }

    private JsonNode read(String subject, String path) throws Unreadable {
        Response answer = caller.send(Call.get(RequestKind.READ, path, token(subject, path)));
        if (!answer.accepted()) {
            throw new Unreadable(answer.summary());
        }
        return answer.body();
    }

    /**
     * The header that makes a read of this path new enough. When there are too many tokens for one header, the service
     * is first made to catch up with all but the last.
     */
    private @Nullable String token(String subject, String path) {
        List<String> headers = tokens.headersFor(subject);
        if (headers.isEmpty()) {
            return null;
        }
        int last = headers.size() - 1;
        headers.subList(0, last).forEach(header -> caller.send(Call.get(RequestKind.READ, path, header)));
        return headers.get(last);
    }
}
