package stockledger.query.audit;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Compares the documents of one projection with their events. */
interface Auditor extends Sweep.Documents {

    /** The name of the projection. */
    String projection();

    /** Whether no events are folded into documents, so that they are behind. */
    boolean isPaused();

    /** Folds a key from its first event the next time. */
    void forget(String key);

    /**
     * Audits keys.
     *
     * @param keys few: what is stored of all of them is read at once
     * @param withEnds of these the ends of their streams are read too
     * @param maxEvents events that are read at most
     * @param maxEventsOfOne events of one key that are read at most, where it can be folded in several steps
     * @return one result for each key
     */
    List<AuditResult> audit(Collection<String> keys, Set<String> withEnds, int maxEvents, int maxEventsOfOne);
}
