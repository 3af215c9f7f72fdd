package stockledger.command.stock;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.TransferId;
import stockledger.events.stock.StockEvent.TransferReceived;

/** The transfers of one SKU: all that are in transit, and the latest received ones, so that repeats are answered. */
final class Transfers {

    /** Received transfers kept; repeating an older one is refused as transfer-not-found. */
    static final int MAX_RECEIVED = 1_000;

    // Field names are part of stored snapshots.
    private Map<TransferId, Transfer> onTheirWay = new HashMap<>();
    private Map<TransferId, Transfer> arrived = new LinkedHashMap<>();

    @Nullable
    Transfer find(TransferId id) {
        Transfer open = onTheirWay.get(id);
        return open == null ? arrived.get(id) : open;
    }

    /** Transfers kept. */
    int size() {
        return onTheirWay.size() + arrived.size();
    }

    void sent(Transfer transfer) {
        onTheirWay.put(transfer.id(), transfer);
    }

    void received(TransferReceived event) {
        TransferId id = event.transferId();
        Transfer transfer = onTheirWay.remove(id);
        if (transfer == null) {
            return;
        }
        Transfer after = transfer.with(event);
        if (!after.isOver()) {
            onTheirWay.put(id, after);
            return;
        }
        arrived.put(id, after);
        if (arrived.size() > MAX_RECEIVED) {
            arrived.remove(arrived.keySet().iterator().next());
        }
    }
}
