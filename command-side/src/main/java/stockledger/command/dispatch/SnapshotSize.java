package stockledger.command.dispatch;

/** An aggregate whose snapshots grow, such as with its open claims. */
public interface SnapshotSize {

    /** Number of entries of a snapshot, each added by one event. */
    int weight();
}
