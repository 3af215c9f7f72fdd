package stockledger.events.store;

import java.util.List;

/** The aggregates whose state may be stored as a snapshot; each carries a stored name and a revision. */
public record SnapshotTypes(List<Class<?>> types) {

    public SnapshotTypes {
        types = List.copyOf(types);
    }
}
