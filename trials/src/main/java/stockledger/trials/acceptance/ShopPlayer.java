package stockledger.trials.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.trials.client.Backoff;
import stockledger.trials.client.Call;
import stockledger.trials.client.ConsistencyTokens;
import stockledger.trials.client.OutcomeProbe;
import stockledger.trials.client.RequestKind;
import stockledger.trials.client.Response;
import stockledger.trials.client.RetryPolicy;
import stockledger.trials.client.RetryingClient;

/** Plays the day: the catalog, then the opening stock, then every invoice in the order of the file. */
final class ShopPlayer {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Books books;
    private final Requests requests;
    private final RetryingClient caller;
    private final Ledger ledger;
    private final ConsistencyTokens tokens;
    private final RetryPolicy patience;
    private final Backoff pauses;
    private final Set<String> played = ConcurrentHashMap.newKeySet();

    ShopPlayer(Books books, RetryingClient caller, ConsistencyTokens tokens, RetryPolicy patience, Backoff pauses) {
        this.books = books;
        this.requests = new Requests(books);
        this.caller = caller;
        this.ledger = new Ledger(caller);
        this.tokens = tokens;
        this.patience = patience;
        this.pauses = pauses;
    }

    /**
     * @throws AlreadyPlayed when the service has a product of this day
     */
    void play(Workers workers) {
        caller.send(requests.location());
        List<CatalogEntry> catalog = books.catalog();
        int first = Math.min(1, catalog.size());
        // One alone first: a service that has the day is left untouched.
        catalog.subList(0, first).forEach(this::register);
        workers.forEach("registering", catalog.subList(first, catalog.size()), this::register);
        workers.forEach("receiving", books.stocked(), this::receive);
        workers.forEach("playing", books.invoices(), this::play);
    }

    private void register(CatalogEntry entry) {
        Response answer = caller.send(requests.register(entry));
        if (!answer.accepted() && answer.code().equals("product-exists")) {
            throw new AlreadyPlayed(entry.sku());
        }
        tokens.record(Set.of(entry.sku()), answer);
    }

    private void receive(String sku) {
        changeStock(sku, books.names().openingReference(sku), requests.receive(sku));
    }

    private void play(Invoice invoice) {
        if (!invoice.sales().isEmpty()) {
            try {
                playOrder(invoice);
            } finally {
                played.add(invoice.number());
            }
        }
        for (DayRow row : invoice.adjustments()) {
            Invoice order = books.orderOf(row);
            Call call = order == null ? requests.adjust(row) : requests.takeBack(row, order);
            if (order != null) {
                awaitPlayed(order);
            }
            changeStock(row.sku(), books.names().rowReference(row), call);
        }
    }

    /** Goods come back only after they left. Whoever plays the order began before: invoices are taken up in order. */
    private void awaitPlayed(Invoice order) {
        while (!played.contains(order.number())) {
            pauses.await(BETWEEN_LOOKS);
        }
    }

    /** Each step only after the one before it was accepted; a step that is sent again changes nothing. */
    private void playOrder(Invoice order) {
        for (Call step : List.of(requests.reserve(order), requests.confirm(order), requests.ship(order))) {
            Response answer = caller.send(step);
            if (!answer.accepted()) {
                return;
            }
            tokens.record(order.soldBySku().keySet(), answer);
            tokens.record(Set.of(books.names().reservation(order.number())), answer);
        }
    }

    private void changeStock(String sku, String reference, Call call) {
        tokens.record(Set.of(sku), caller.send(call, seenInLedger(sku, reference)));
    }

    /** The ledger shows a change a little after it happened, so it is looked at for some time. */
    private OutcomeProbe seenInLedger(String sku, String reference) {
        return () -> {
            long start = System.nanoTime();
            while (!stands(sku, reference)) {
                if (System.nanoTime() - start >= patience.lookUpTimeout().toNanos()) {
                    return false;
                }
                pauses.await(BETWEEN_LOOKS);
            }
            return true;
        };
    }

    private boolean stands(String sku, String reference) {
        try {
            return ledger.entries(RequestKind.LOOK_UP, sku, null).stream()
                    .anyMatch(entry -> entry.movement().cause().equals(reference));
        } catch (Unreadable e) {
            // A SKU without any movement may have no ledger yet.
            return false;
        }
    }
}
