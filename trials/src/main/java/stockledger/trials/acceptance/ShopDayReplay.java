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

/** Registers the products, receives the opening stock, then replays every invoice in the order of the file. */
final class ShopDayReplay {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final LedgerFold fold;
    private final Requests requests;
    private final RetryingClient client;
    private final Ledger ledger;
    private final ConsistencyTokens tokens;
    private final RetryPolicy retryPolicy;
    private final Backoff backoff;
    private final Set<String> replayed = ConcurrentHashMap.newKeySet();

    ShopDayReplay(
            LedgerFold fold,
            RetryingClient client,
            ConsistencyTokens tokens,
            RetryPolicy retryPolicy,
            Backoff backoff) {
        this.fold = fold;
        this.requests = new Requests(fold);
        this.client = client;
        this.ledger = new Ledger(client);
        this.tokens = tokens;
        this.retryPolicy = retryPolicy;
        this.backoff = backoff;
    }

    /**
     * @throws AlreadyReplayedException when the service has a product of this day
     */
    void replay(Workers workers) {
        client.send(requests.location());
        List<CatalogEntry> catalog = fold.catalog();
        int first = Math.min(1, catalog.size());
        // The first product alone, so that a service that already has it is not changed.
        catalog.subList(0, first).forEach(this::register);
        workers.forEach("registering", catalog.subList(first, catalog.size()), this::register);
        workers.forEach("receiving", fold.stocked(), this::receive);
        workers.forEach("replaying", fold.invoices(), this::replay);
    }

    private void register(CatalogEntry entry) {
        Response response = client.send(requests.register(entry));
        if (!response.accepted() && response.code().equals("product-exists")) {
            throw new AlreadyReplayedException(entry.sku());
        }
        tokens.record(Set.of(entry.sku()), response);
    }

    private void receive(String sku) {
        changeStock(sku, fold.names().openingReference(sku), requests.receive(sku));
    }

    private void replay(Invoice invoice) {
        if (!invoice.sales().isEmpty()) {
            try {
                replayOrder(invoice);
            } finally {
                replayed.add(invoice.number());
            }
        }
        for (DayRow row : invoice.adjustments()) {
            Invoice order = fold.orderOf(row);
            Call call = order == null ? requests.adjust(row) : requests.returnTo(order, row);
            if (order != null) {
                awaitReplayed(order);
            }
            changeStock(row.sku(), fold.names().rowReference(row), call);
        }
    }

    /** A return needs a shipped order. Workers take invoices in order, so the order is already being replayed. */
    private void awaitReplayed(Invoice order) {
        while (!replayed.contains(order.number())) {
            backoff.await(POLL_INTERVAL);
        }
    }

    /** Stops at the first refused step. */
    private void replayOrder(Invoice order) {
        for (Call step : List.of(requests.reserve(order), requests.confirm(order), requests.ship(order))) {
            Response response = client.send(step);
            if (!response.accepted()) {
                return;
            }
            tokens.record(order.soldBySku().keySet(), response);
            tokens.record(Set.of(fold.names().reservation(order.number())), response);
        }
    }

    private void changeStock(String sku, String reference, Call call) {
        tokens.record(Set.of(sku), client.send(call, ledgerProbe(sku, reference)));
    }

    /** Polls the ledger, because the read model follows a command with a delay. */
    private OutcomeProbe ledgerProbe(String sku, String reference) {
        return () -> {
            long start = System.nanoTime();
            while (!isInLedger(sku, reference)) {
                if (System.nanoTime() - start >= retryPolicy.lookUpTimeout().toNanos()) {
                    return false;
                }
                backoff.await(POLL_INTERVAL);
            }
            return true;
        };
    }

    private boolean isInLedger(String sku, String reference) {
        try {
            return ledger.entries(RequestKind.LOOK_UP, sku, null).stream()
                    .anyMatch(entry -> entry.movement().cause().equals(reference));
        } catch (UnexpectedResponseException e) {
            // A SKU without movements has no ledger yet.
            return false;
        }
    }
}
