package stockledger.planted.query.product;

import java.util.Set;
import stockledger.planted.events.stock.StockEvent;
import stockledger.planted.query.projection.Projection;

/** Planted: subscribes to a family of events and handles none of them. */
class ForgetfulProjector implements Projection {

    @Override
    public Set<Class<?>> families() {
        return Set.of(StockEvent.class);
    }
}
