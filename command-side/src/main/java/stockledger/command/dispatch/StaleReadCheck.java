package stockledger.command.dispatch;

import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Compares the version of each aggregate that decided without appending with the event store. An append is checked by the
 * store's unique key; a refusal or a repetition is not, and the cached aggregate may be stale. One query per stream.
 */
final class StaleReadCheck {

    private final EventStore store;

    StaleReadCheck(EventStore store) {
        this.store = store;
    }

    /**
     * @throws StaleDecision when the store has a newer version of a stream that is not appended to
     */
    void check(UnitOfWork<?> unit) {
        for (AggregateCache.Read read : AggregateCache.readIn(unit)) {
            if (!read.appended()) {
                long stored = store.lastSequenceNumberFor(read.stream()).orElse(-1L);
                if (stored != read.version()) {
                    throw new StaleDecision(read.stream());
                }
            }
        }
    }
}
