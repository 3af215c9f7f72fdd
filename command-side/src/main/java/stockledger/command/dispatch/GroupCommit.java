package stockledger.command.dispatch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Executes several commands one after another and stores all their events in one transaction, or none. */
final class GroupCommit {

    /** Event in a command's span: the end of its time in the queue. */
    private static final String DEQUEUED = "dequeued";

    private final DirectCommandBus bus;
    private final TransactionManager transactions;
    private final StaleReadCheck staleReads;

    GroupCommit(DirectCommandBus bus, TransactionManager transactions, StaleReadCheck staleReads) {
        this.bus = bus;
        this.transactions = transactions;
        this.staleReads = staleReads;
    }

    /**
     * A queued command.
     *
     * @param next makes a second command from the result, which is stored with the first or not at all; null for none
     * @param span in which the command is executed
     */
    record Queued(CommandMessage<?> command, @Nullable Function<Object, CommandMessage<?>> next, Span span) {}

    /** The results of a command and of the second one made from it. */
    record TwoResults(Object first, Object second) {}

    /** The second command was refused, so the first must not be stored either. */
    static final class SecondRefused extends RuntimeException {

        private final transient Refusal refusal;

        SecondRefused(Refusal refusal) {
            super(refusal.getMessage(), refusal, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /** The result or the refusal of one command. */
    record Result(@Nullable Object result, @Nullable Refusal refusal) {}

    /**
     * Executes the commands in their order; a refusal of one does not affect the others.
     *
     * @throws OutcomeUnknown when it is unknown whether the events were stored
     * @throws RuntimeException when one failed or nothing could be stored: then none has an effect
     */
    List<Result> execute(List<Queued> batch) {
        batch.forEach(one -> one.span().addEvent(DEQUEUED));
        if (batch.size() > 1) {
            return executeInTransaction(batch);
        }
        // A slow statement of a single command is logged in its own trace.
        try (Scope scope = Traces.within(batch.get(0).span()).makeCurrent()) {
            return executeInTransaction(batch);
        }
    }

    private List<Result> executeInTransaction(List<Queued> batch) {
        UnitOfWork<CommandMessage<?>> unit =
                DefaultUnitOfWork.startAndGet(batch.get(0).command());
        try {
            unit.attachTransaction(transactions);
            bus.begin(unit);
            List<Result> results = new ArrayList<>(batch.size());
            for (Queued one : batch) {
                results.add(execute(one, unit));
            }
            staleReads.check(unit);
            commit(unit);
            return results;
        } catch (RuntimeException failed) {
            if (unit.isActive() && unit.isCurrent()) {
                unit.rollback(failed);
            }
            throw failed;
        }
    }

    private static void commit(UnitOfWork<?> unit) {
        try {
            unit.commit();
        } catch (RuntimeException failed) {
            throw OutcomeUnknown.unlessNothingIsStored(failed);
        }
    }

    private Result execute(Queued queued, UnitOfWork<CommandMessage<?>> unit) {
        if (!queued.span().isRecording()) {
            return executeWithNext(queued, unit);
        }
        try (Scope scope = Traces.within(queued.span()).makeCurrent()) {
            return executeWithNext(queued, unit);
        }
    }

    private Result executeWithNext(Queued queued, UnitOfWork<CommandMessage<?>> unit) {
        Result first = execute(queued.command(), unit);
        Object result = first.result();
        Function<Object, CommandMessage<?>> next = queued.next();
        if (next == null || first.refusal() != null || result == null) {
            return first;
        }
        Result second = execute(next.apply(result), unit);
        if (second.refusal() != null) {
            throw new SecondRefused(second.refusal());
        }
        return new Result(
                new TwoResults(result, Objects.requireNonNull(second.result(), "aggregates return a result")), null);
    }

    private Result execute(CommandMessage<?> command, UnitOfWork<CommandMessage<?>> unit) {
        try {
            return new Result(bus.execute(command, unit), null);
        } catch (Refusal refused) {
            return new Result(null, refused);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
