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
 * Which stock alerts are raised. Each threshold raises one alert, and the next only after stock recovered.
 *
 * @param stocked whether anything was available since stock last ran out; without that it cannot run out
 * @param low whether {@link StockRanLow} is raised
 * @param out whether {@link StockRanOut} is raised
 */
record Alerts(boolean stocked, boolean low, boolean out) {

    static final Alerts NONE = new Alerts(false, false, false);

    /** The alerts to append now. */
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

    /** The state after any event: a threshold that stock is above again can raise its alert again. */
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
