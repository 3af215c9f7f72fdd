package stockledger.query.reservation;

import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.reservation.ReservationEvent;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;

@Component
class ReservationProjector implements Projection<ReservationView> {

    static final String NAME = "reservation";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ReservationView> type() {
        return ReservationView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(ReservationEvent.class);
    }

    @Override
    public String keyOf(Object payload) {
        return ((ReservationEvent) payload).id().value();
    }

    @Override
    public ReservationView empty(String key) {
        return ReservationView.empty(key);
    }

    @Override
    public ReservationView on(ReservationView view, ProjectedEvent event) {
        return view.on(event);
    }
}
