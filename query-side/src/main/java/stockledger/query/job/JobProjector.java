package stockledger.query.job;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.bulk.JobEvent;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.VersionedDocument;

@Component
class JobProjector implements Projection<JobView> {

    static final String NAME = "job";

    private final ReadModels models;

    JobProjector(ReadModels models) {
        this.models = models;
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
    public void writeSideCollections(Epoch epoch, List<VersionedDocument<JobView>> changed) {
        new Failures(models.sideCollection(epoch, Failures.NAME)).write(changed);
    }
}
