package stockledger.query.demand;

import com.mongodb.client.model.Indexes;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;

/** A document per day and SKU. Its key is both, so that keys sort as the list does, and the days of a SKU are known keys. */
@Component
class LostDemandProjector implements Projection<LostDemandView> {

    static final String NAME = "lost-demand";

    private static final String SEPARATOR = " ";

    static String key(LocalDate day, String sku) {
        return day + SEPARATOR + sku;
    }

    /** Before the keys of a day. */
    static String firstKeyOf(LocalDate day) {
        return key(day, "");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<LostDemandView> type() {
        return LostDemandView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(DemandRefused.class, HoldReleased.class);
    }

    @Override
    public boolean isSegmented() {
        return false;
    }

    /** It leaves out all other stock events, and those of one SKU belong to many days. */
    @Override
    public boolean isSelective() {
        return true;
    }

    @Override
    public String keyOf(Object payload) {
        throw new UnsupportedOperationException("the key has the day of the event");
    }

    @Override
    public @Nullable String selectedKey(ProjectedEvent event) {
        if (event.payload() instanceof DemandRefused refused) {
            return key(refused.day(), refused.sku().value());
        }
        return event.payload() instanceof HoldReleased released && released.cause() == ReleaseCause.EXPIRED
                ? key(
                        LocalDate.ofInstant(event.at(), ZoneOffset.UTC),
                        released.sku().value())
                : null;
    }

    @Override
    public List<Bson> indexes() {
        return List.of(Indexes.ascending("view.places.locationId", "_id"));
    }

    @Override
    public LostDemandView empty(String key) {
        int separator = key.indexOf(SEPARATOR);
        return new LostDemandView(key.substring(0, Math.max(0, separator)), key.substring(separator + 1), List.of());
    }

    @Override
    public LostDemandView on(LostDemandView view, ProjectedEvent event) {
        return view.on(event);
    }
}
