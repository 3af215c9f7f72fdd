package stockledger.query.projection;

import java.util.List;

/** Administration of projections: the progress of each, and a rebuild beside the served epoch. */
public final class ProjectionAdmin {

    private final List<String> projections;
    private final Progress progress;
    private final EpochRegistry epochs;
    private final Supervisor supervisor;

    ProjectionAdmin(List<Projection<?>> projections, Progress progress, EpochRegistry epochs, Supervisor supervisor) {
        this.projections = projections.stream().map(Projection::name).sorted().toList();
        this.progress = progress;
        this.epochs = epochs;
        this.supervisor = supervisor;
    }

    /** The running epochs of all projections. */
    public List<Progress.Item> progress() {
        return progress.itemsWithTrouble(projections);
    }

    /** Whether a projection has this name. */
    public boolean exists(String projection) {
        return projections.contains(projection);
    }

    /**
     * Begins to build a new epoch, which is served once it has caught up; an epoch that is being built already is kept.
     *
     * @return the number of the new epoch
     */
    public int rebuild(String projection) {
        EpochRegistry.State state = epochs.rebuild(projection, progress.head());
        supervisor.checkNow();
        Integer building = state.building();
        return building == null ? state.live() : building;
    }
}
