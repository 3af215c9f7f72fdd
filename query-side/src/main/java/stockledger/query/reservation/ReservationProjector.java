package stockledger.query.reservation;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservationEvent;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.Retention;

@Component
class ReservationProjector implements Projection<ReservationView> {

    static final String NAME = "reservation";

    private static final String ENDED_AT = "view.endedAt";
    private static final String STATUS = "view.status";

    private final Retention<ReservationView> retention;

    ReservationProjector(ReservationSettings settings) {
        this.retention =
                new Retention<>(settings.keepEnded(), ReservationView::endedAt, ReservationProjector::endedBefore);
    }

    /** Documents of earlier releases have no time of their end. Times are stored as text, which sorts by time. */
    private static Bson endedBefore(Instant time) {
        return Filters.or(
                Filters.lt(ENDED_AT, time.toString()),
                Filters.and(Filters.eq(ENDED_AT, null), Filters.in(STATUS, ReservationView.ENDED)));
    }

    @Override
    public Retention<ReservationView> retention() {
        return retention;
    }

    @Override
    public List<Bson> indexes() {
        return List.of(Indexes.ascending(ENDED_AT, STATUS));
    }

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
    public List<String> streamsOf(String key) {
        return List.of(new ReservationId(key).stream());
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
