package stockledger.command.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.axonframework.common.lock.Lock;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.LockAwareAggregate;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are decided as always and never stored. The aggregates that decided stay in memory with the events that
 * they applied, so that each command is decided as after the ones before. They are no part of the aggregate cache, and
 * no other command sees them.
 *
 * <p>Used by one thread at a time.
 */
public final class DryRun {

    /** Streams whose earlier commands are remembered, of one partition of a job: the ones that were used last. */
    static final int MAX_STREAMS = 20_000;

    private static final String KEY = DryRun.class.getName();

    private final Map<String, LockAwareAggregate<?, ? extends EventSourcedAggregate<?>>> aggregates =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, LockAwareAggregate<?, ? extends EventSourcedAggregate<?>>> eldest) {
                    return size() > MAX_STREAMS;
                }
            };

    /** Lets the commands of a unit of work, which is to be rolled back, belong to this dry run. */
    void begin(UnitOfWork<?> unit) {
        unit.resources().put(KEY, this);
    }

    /** The dry run that the current command belongs to; null for a command whose events are stored. */
    static @Nullable DryRun current() {
        return CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(KEY) : null;
    }

    /** The aggregate after the earlier commands of this dry run; made when it is the first. */
    @SuppressWarnings("unchecked")
    <T> LockAwareAggregate<T, EventSourcedAggregate<T>> aggregate(
            String stream, Callable<EventSourcedAggregate<T>> loader) throws Exception {
        LockAwareAggregate<?, ?> known = aggregates.get(stream);
        if (known == null) {
            known = new LockAwareAggregate<>(loader.call(), (Supplier<Lock>) () -> NoLock.INSTANCE);
            aggregates.put(stream, (LockAwareAggregate<?, ? extends EventSourcedAggregate<?>>) known);
        }
        return (LockAwareAggregate<T, EventSourcedAggregate<T>>) known;
    }

    /** Nothing is appended, so other commands need not wait. */
    private enum NoLock implements Lock {
        INSTANCE;

        @Override
        public void release() {}

        @Override
        public boolean isHeld() {
            return true;
        }
    }
}
