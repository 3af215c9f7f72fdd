package stockledger.command.stock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;

/**
 * Which lines were crossed and told of. Each crossing is told once, and again only after it was crossed back.
 *
 * @param stocked whether anything was available since it last ran out; what never was there cannot run out
 * @param low whether it was told that the SKU ran low
 * @param out whether it was told that the SKU ran out
 */
record Alerts(boolean stocked, boolean low, boolean out) {

    static final Alerts NONE = new Alerts(false, false, false);

    /** What must be told of now: at most one line down to low, and one down to nothing or up from it. */
    List<StockEvent> due(Sku sku, long available, @Nullable Long reorderPoint) {
        List<StockEvent> due = new ArrayList<>();
        if (reorderPoint != null && available <= reorderPoint && !low) {
            due.add(new StockRanLow(sku, available, reorderPoint));
        }
        if (available <= 0 && stocked && !out) {
            due.add(new StockRanOut(sku, available));
        } else if (available > 0 && out) {
            due.add(new StockCameBack(sku, available));
        }
        return due;
    }

    /** After any event: what is above a line again may cross it again. */
    Alerts after(long available, @Nullable Long reorderPoint) {
        boolean stillLow = low && reorderPoint != null && available <= reorderPoint;
        return new Alerts(stocked || available > 0, stillLow, out);
    }

    Alerts ranLow() {
        return new Alerts(stocked, true, out);
    }

    Alerts ranOut() {
        return new Alerts(false, low, true);
    }

    Alerts cameBack() {
        return new Alerts(true, low, false);
    }
}
