package stockledger.violations.query.product;

import java.util.Set;
import stockledger.violations.events.stock.StockEvent;
import stockledger.violations.query.projection.Projection;

/** Violates: every projector handles or ignores every event of its families. */
class IncompleteProjector implements Projection {

    @Override
    public Set<Class<?>> families() {
        return Set.of(StockEvent.class);
    }
}
