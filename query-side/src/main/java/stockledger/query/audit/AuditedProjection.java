package stockledger.query.audit;

/** One projection that is audited: its auditor, what waits for it, and its sweep. Not thread-safe. */
final class AuditedProjection {

    private final Auditor auditor;
    private final AuditQueue queue;
    private final Sweep sweep;
    private double sweepBudget;

    AuditedProjection(Auditor auditor, AuditQueue queue, Sweep sweep) {
        this.auditor = auditor;
        this.queue = queue;
        this.sweep = sweep;
    }

    Auditor auditor() {
        return auditor;
    }

    AuditQueue queue() {
        return queue;
    }

    Sweep.Progress progress() {
        return sweep.read();
    }

    /**
     * Adds the keys that are swept in a turn, to be folded from their first events.
     *
     * @param perTurn their number, which may be a fraction
     */
    void sweep(double perTurn) {
        sweepBudget = Math.min(sweepBudget + perTurn, Math.max(1, perTurn));
        while (sweepBudget >= 1) {
            String key = sweep.next();
            if (key == null) {
                sweepBudget = 0;
                break;
            }
            sweepBudget--;
            auditor.forget(key);
            queue.sweep(key);
        }
    }
}
