package stockledger.command.stock;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.TransferId;

/**
 * The transfers of one SKU: those on their way, all of them, and the latest that arrived, so that a repeat hears what
 * became of it.
 */
final class Transfers {

    /** Arrived transfers that are remembered; a repeat of an older one finds no such transfer. */
    static final int MOST_ARRIVED = 1_000;

    private Map<TransferId, Transfer> onTheirWay = new HashMap<>();
    private Map<TransferId, Transfer> arrived = new LinkedHashMap<>();

    @Nullable
    Transfer find(TransferId id) {
        Transfer open = onTheirWay.get(id);
        return open == null ? arrived.get(id) : open;
    }

    void sent(Transfer transfer) {
        onTheirWay.put(transfer.id(), transfer);
    }

    void received(TransferId id, long units) {
        Transfer transfer = onTheirWay.remove(id);
        if (transfer != null) {
            arrived.put(id, transfer.arrived(units));
            if (arrived.size() > MOST_ARRIVED) {
                arrived.remove(arrived.keySet().iterator().next());
            }
        }
    }
}
