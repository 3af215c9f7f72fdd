package stockledger.query.job;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.JobId;
import stockledger.events.bulk.JobEvent;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Retention;
import stockledger.query.projection.VersionedDocument;

@Component
class JobProjector implements Projection<JobView> {

    static final String NAME = "job";

    static final String ACCEPTED_AT = "view.acceptedAt";
    static final String STATUS = "view.status";
    static final String KIND = "view.kind";

    static final String ENDED_AT = "view.endedAt";
    static final String FAILED = "view.failed";
    static final String REQUEST = "view.request";

    private final ReadModels models;
    private final Retention<JobView> retention;

    JobProjector(ReadModels models, JobSettings settings) {
        this.models = models;
        this.retention = new Retention<>(settings.keepEnded(), JobProjector::endOf, JobProjector::endedBefore);
    }

    /** The end of a job that may leave the read model. One with failed rows stays: they are in a collection of their own. */
    static @Nullable Instant endOf(JobView view) {
        return view.request() == null && view.failed() > 0 ? null : view.endedAt();
    }

    /** Selects the same; times are stored as text, which sorts by time. */
    private static Bson endedBefore(Instant time) {
        return Filters.and(
                Filters.lt(ENDED_AT, time.toString()), Filters.or(Filters.exists(REQUEST), Filters.eq(FAILED, 0)));
    }

    @Override
    public Retention<JobView> retention() {
        return retention;
    }

    @Override
    public List<Bson> indexes() {
        Bson newestFirst = Indexes.descending(ACCEPTED_AT, "_id");
        return List.of(
                Indexes.ascending(ENDED_AT),
                newestFirst,
                Indexes.compoundIndex(Indexes.ascending(STATUS), newestFirst));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<JobView> type() {
        return JobView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(JobEvent.class);
    }

    @Override
    public boolean isSegmented() {
        return false;
    }

    @Override
    public String keyOf(Object payload) {
        return ((JobEvent) payload).id().value();
    }

    @Override
    public List<String> streamsOf(String key) {
        return List.of(new JobId(key).stream());
    }

    @Override
    public JobView empty(String key) {
        return JobView.empty(key);
    }

    @Override
    public JobView on(JobView view, ProjectedEvent event) {
        return view.on(event);
    }

    @Override
    public JobView after(JobView view, List<ProjectedEvent> events) {
        return Projection.super.after(view.withoutNewFailures(), events);
    }

    @Override
    public List<String> sideCollections() {
        return List.of(Failures.NAME);
    }

    @Override
    public int sideDocuments(JobView view) {
        return view.newFailures().size();
    }

    @Override
    public JobView withoutSideDocuments(JobView view) {
        return view.newFailures().isEmpty() ? view : view.withoutNewFailures();
    }

    @Override
    public void writeSideCollections(Epoch epoch, List<VersionedDocument<JobView>> changed) {
        new Failures(models.sideCollection(epoch, Failures.NAME)).write(changed);
    }
}
