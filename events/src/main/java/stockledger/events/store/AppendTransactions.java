package stockledger.events.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that only append events. The events are collected until the commit and then inserted by one statement, which
 * PostgreSQL commits itself: one round trip instead of two, and no connection is held while commands decide. Reads of such a
 * transaction do not see its events.
 */
final class AppendTransactions implements TransactionManager {

    private final Consumer<List<? extends EventMessage<?>>> append;
    private final ThreadLocal<@Nullable List<EventMessage<?>>> pending = new ThreadLocal<>();

    /**
     * Creates the transactions of an engine.
     *
     * @param append stores all events or none
     */
    AppendTransactions(Consumer<List<? extends EventMessage<?>>> append) {
        this.append = append;
    }

    /** Adds events to this thread's transaction; false when it has none. */
    boolean add(List<? extends EventMessage<?>> events) {
        List<EventMessage<?>> collected = pending.get();
        return collected != null && collected.addAll(events);
    }

    @Override
    public Transaction startTransaction() {
        if (pending.get() != null) {
            throw new IllegalStateException("this thread already appends in a transaction");
        }
        pending.set(new ArrayList<>());
        return new Transaction() {
            @Override
            public void commit() {
                List<EventMessage<?>> events = pending.get();
                pending.remove();
                if (events != null && !events.isEmpty()) {
                    append.accept(events);
                }
            }

            @Override
            public void rollback() {
                pending.remove();
            }
        };
    }
}
