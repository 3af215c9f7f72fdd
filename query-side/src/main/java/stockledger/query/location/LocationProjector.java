package stockledger.query.location;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.LocationId;
import stockledger.events.location.LocationEvent;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;

@Component
class LocationProjector implements Projection<LocationView> {

    static final String NAME = "location";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<LocationView> type() {
        return LocationView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(LocationEvent.class);
    }

    @Override
    public boolean isSegmented() {
        return false;
    }

    @Override
    public String keyOf(Object payload) {
        return ((LocationEvent) payload).id().value();
    }

    @Override
    public List<String> streamsOf(String key) {
        return List.of(new LocationId(key).stream());
    }

    @Override
    public LocationView empty(String key) {
        return new LocationView(key, "");
    }

    @Override
    public LocationView on(LocationView view, ProjectedEvent event) {
        if (event.payload() instanceof LocationOpened opened) {
            return new LocationView(view.id(), opened.name());
        }
        throw new IllegalStateException("unknown event " + event.payload().getClass());
    }
}
