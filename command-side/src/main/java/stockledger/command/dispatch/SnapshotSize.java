package stockledger.command.dispatch;

/** An aggregate that grows with what is open, and says how much a snapshot of it holds. */
public interface SnapshotSize {

    /** Counted in things that one event each brought. */
    int weight();
}
