package stockledger.query.audit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import stockledger.query.projection.DocumentListener;

/** What waits for the audit, by projection. */
final class AuditQueues implements DocumentListener {

    private final boolean isAudited;
    private final Map<String, AuditQueue> queues = new HashMap<>();

    /**
     * Empty queues.
     *
     * @param isAudited whether this process audits
     * @param delay after a change
     * @param nanos monotonic clock
     */
    AuditQueues(boolean isAudited, List<String> projections, Duration delay, LongSupplier nanos) {
        this.isAudited = isAudited;
        projections.forEach(projection -> queues.put(projection, new AuditQueue(delay, nanos)));
    }

    AuditQueue of(String projection) {
        return Objects.requireNonNull(queues.get(projection));
    }

    @Override
    public void documentsChanged(String projection, Collection<String> keys) {
        AuditQueue queue = isAudited ? queues.get(projection) : null;
        if (queue != null) {
            queue.changed(keys);
        }
    }
}
