package stockledger.query.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stockledger.events.StuckReaders;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.UnprocessableEventException;
import stockledger.query.projection.VersionedDocument;
import tools.jackson.databind.node.StringNode;

/**
 * What one audit of a key found.
 *
 * @param versions of the document
 * @param differences empty when there are none
 * @param stale entries of earlier revisions, which may be about to be replaced: differences if they stay
 * @param unfinished whether events are left to be folded: the next audit continues
 * @param moved whether the document changed meanwhile: the next audit is of the newer one
 */
record AuditResult(
        String key,
        Map<String, Long> versions,
        List<AuditDifference> differences,
        List<AuditDifference> stale,
        boolean unfinished,
        boolean moved) {

    static AuditResult unfinished(String key, Map<String, Long> versions) {
        return new AuditResult(key, versions, List.of(), List.of(), true, false);
    }

    static AuditResult of(String key, Map<String, Long> versions, List<AuditDifference> differences) {
        return new AuditResult(key, versions, differences, List.of(), false, false);
    }

    /** The audit cannot fold an event. The projection has folded it, or its key would be parked. */
    static AuditResult failed(VersionedDocument<?> document, UnprocessableEventException unprocessable) {
        ProjectedEvent event = unprocessable.event();
        return failed(document, event.stream() + "[" + event.sequence() + "]", unprocessable);
    }

    /** The audit cannot compare what is stored. */
    static AuditResult failed(VersionedDocument<?> document, String field, RuntimeException failure) {
        return of(
                document.key(),
                document.versions(),
                List.of(new AuditDifference(
                        AuditDifference.AUDIT, field, null, StringNode.valueOf(StuckReaders.describe(failure)))));
    }

    /** With events after those of the document, which are stale if they stay so. */
    AuditResult withStale(List<AuditDifference> more) {
        List<AuditDifference> all = new ArrayList<>(stale);
        all.addAll(more);
        return new AuditResult(key, versions, differences, all, unfinished, moved);
    }
}
