package stockledger.command.dispatch;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.MetaData;
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
    private final KeyUses keys;

    GroupCommit(DirectCommandBus bus, TransactionManager transactions, StaleReadCheck staleReads, KeyUses keys) {
        this.bus = bus;
        this.transactions = transactions;
        this.staleReads = staleReads;
        this.keys = keys;
    }

    /**
     * A queued command.
     *
     * @param next makes a second command from the result, which is stored with the first or not at all; null for none
     * @param span in which the command is executed
     * @param retry whether an attempt to execute it failed, so that its idempotency key may have been used
     */
    record Queued(
            CommandMessage<?> command, @Nullable Function<Object, CommandMessage<?>> next, Span span, boolean retry) {}

    /** The results of a command and of the second one made from it. */
    record TwoResults(Object first, Object second) {}

    /** The second command, or the use of the idempotency key, was refused, so the first must not be stored either. */
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

    /**
     * The result or the refusal of one command.
     *
     * @param keyUsed whether it used its idempotency key
     */
    record Result(@Nullable Object result, @Nullable Refusal refusal, boolean keyUsed) {

        static Result of(Object result) {
            return new Result(result, null, false);
        }

        static Result refused(Refusal refusal) {
            return new Result(null, refusal, false);
        }

        Result withKeyUsed() {
            return new Result(result, refusal, true);
        }
    }

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

    /** Executes the commands in their order as the next ones of a dry run: nothing is stored. */
    List<Result> execute(List<Queued> batch, DryRun dryRun) {
        UnitOfWork<CommandMessage<?>> unit =
                DefaultUnitOfWork.startAndGet(batch.get(0).command());
        try {
            dryRun.begin(unit);
            bus.begin(unit);
            List<Result> results = new ArrayList<>(batch.size());
            for (Queued one : batch) {
                results.add(execute(one, unit));
            }
            return results;
        } finally {
            unit.rollback();
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
            return executeWithKey(queued, unit);
        }
        try (Scope scope = Traces.within(queued.span()).makeCurrent()) {
            return executeWithKey(queued, unit);
        }
    }

    /**
     * Stores the use of the key with the effect. Its stream is read only if the key may have been used: otherwise the first
     * event of the stream is appended unseen, and conflicts if there is one.
     */
    private Result executeWithKey(Queued queued, UnitOfWork<CommandMessage<?>> unit) {
        MetaData metaData = queued.command().getMetaData();
        KeyUses.Use key = keys.of(metaData);
        if (key == null) {
            return executeWithNext(queued, unit);
        }
        LoggedKey.take(unit);
        Result result = executeWithNext(queued, unit);
        String effect = LoggedKey.take(unit);
        if (effect == null) {
            return result;
        }
        boolean mayBeUsed = queued.retry() || key.isKnown();
        MetaData ofKey = mayBeUsed ? NewStreamHint.removedFrom(metaData) : NewStreamHint.in(metaData);
        Result used = execute(new GenericCommandMessage<>(key.record(effect), ofKey), unit);
        if (used.refusal() != null) {
            throw new SecondRefused(used.refusal());
        }
        return result.withKeyUsed();
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
        return Result.of(new TwoResults(result, Objects.requireNonNull(second.result(), "aggregates return a result")));
    }

    private Result execute(CommandMessage<?> command, UnitOfWork<CommandMessage<?>> unit) {
        try {
            return Result.of(bus.execute(command, unit));
        } catch (Refusal refused) {
            return Result.refused(refused);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
