package stockledger.events.store;

import java.util.List;
import org.axonframework.serialization.Serializer;

/** The stored form of snapshots, for tests of aggregates. */
public final class SnapshotForms {

    private SnapshotForms() {}

    /** Serializes snapshots of this aggregate without a limit of their size. */
    public static Serializer serializer(Class<?> aggregate) {
        return new SnapshotSerializer(
                EventNames.with(new SnapshotTypes(List.of(aggregate))), EventJson.forSnapshots(), Integer.MAX_VALUE);
    }
}
