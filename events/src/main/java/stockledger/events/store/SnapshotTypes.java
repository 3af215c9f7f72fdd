package stockledger.events.store;

import java.util.List;

/** The aggregates that are stored as snapshots; each has a stored name and a revision. */
public record SnapshotTypes(List<Class<?>> types) {

    public SnapshotTypes {
        types = List.copyOf(types);
    }
}
