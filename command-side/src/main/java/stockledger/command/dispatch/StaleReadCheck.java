package stockledger.command.dispatch;

import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Checks decisions that store nothing. One that appends is checked by the store itself, since two nodes cannot append
 * the same sequence number; a refusal or a repeat has no such guard, and may come from a cached aggregate that another
 * node has since moved on. One look per stream answers for all that was decided on it together.
 */
final class StaleReadCheck {

    private final EventStore store;

    StaleReadCheck(EventStore store) {
        this.store = store;
    }

    /**
     * @throws StaleDecision when a stream from which nothing is appended has moved on
     */
    void check(UnitOfWork<?> unit) {
        for (AggregateCache.Taken taken : AggregateCache.taken(unit)) {
            if (!taken.appended()) {
                long stored = store.lastSequenceNumberFor(taken.stream()).orElse(-1L);
                if (stored != taken.version()) {
                    throw new StaleDecision(taken.stream());
                }
            }
        }
    }
}
