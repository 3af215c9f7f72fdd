package stockledger.command.dispatch;

import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Checks decisions that store nothing. One that appends is checked by the store itself, since two nodes cannot append
 * the same sequence number; a refusal or a repeat has no such guard, and may come from a cached aggregate that another
 * node has since moved on.
 */
final class FreshDecisions implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final EventStore store;

    FreshDecisions(EventStore store) {
        this.store = store;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        try {
            Object answer = chain.proceed();
            check(unit);
            return answer;
        } catch (Refusal refused) {
            check(unit);
            throw refused;
        }
    }

    private void check(UnitOfWork<?> unit) {
        AggregateCache.Taken taken = unit.root().getResource(AggregateCache.DECIDED_FROM);
        if (taken == null || taken.appended()) {
            return;
        }
        long stored = store.lastSequenceNumberFor(taken.stream()).orElse(-1L);
        if (stored != taken.version()) {
            throw new StaleDecision(taken.stream());
        }
    }
}
