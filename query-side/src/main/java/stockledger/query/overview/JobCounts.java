package stockledger.query.overview;

/** Counts jobs for the overview. */
public interface JobCounts {

    /**
     * Jobs of all processes.
     *
     * @param queued accepted and not begun
     * @param failed ended within the last day, and stopped or with failed rows
     */
    record Counts(long queued, long running, long failed) {}

    /** Reads them. */
    Counts count();
}
