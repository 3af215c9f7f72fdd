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

/** Decides several commands one after another and stores all that follows from them in one transaction, or nothing. */
final class GroupCommit {

    /** What a piece of a trace tells when its command has waited long enough. */
    private static final String TAKEN = "taken from its lane";

    private final DirectCommandBus deciders;
    private final TransactionManager transactions;
    private final StaleReadCheck fresh;

    GroupCommit(DirectCommandBus deciders, TransactionManager transactions, StaleReadCheck fresh) {
        this.deciders = deciders;
        this.transactions = transactions;
        this.fresh = fresh;
    }

    /**
     * What is to be decided.
     *
     * @param then makes, from the answer to the command, another one that is stored with it or not at all; null for none
     * @param piece of a trace that it is decided in
     */
    record Wanted(CommandMessage<?> command, @Nullable Function<Object, CommandMessage<?>> then, Span piece) {}

    /** What was answered to a command and to the one that followed from it. */
    record Both(Object first, Object second) {}

    /** A second command was refused, so that the first must not be stored either. */
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

    /** How one command was decided: an answer or a refusal. */
    record Decided(@Nullable Object answer, @Nullable Refusal refusal) {}

    /**
     * Decides the commands in their order; a refusal of one leaves the others alone.
     *
     * @throws RuntimeException when one failed or nothing could be stored: then none has had an effect
     */
    List<Decided> decide(List<Wanted> wanted) {
        wanted.forEach(one -> one.piece().addEvent(TAKEN));
        if (wanted.size() > 1) {
            return stored(wanted);
        }
        // What is stored for one alone is told of, such as that it was slow, as its own.
        try (Scope alone = Traces.within(wanted.get(0).piece()).makeCurrent()) {
            return stored(wanted);
        }
    }

    private List<Decided> stored(List<Wanted> wanted) {
        UnitOfWork<CommandMessage<?>> unit =
                DefaultUnitOfWork.startAndGet(wanted.get(0).command());
        try {
            unit.attachTransaction(transactions);
            deciders.begin(unit);
            List<Decided> decided = new ArrayList<>(wanted.size());
            for (Wanted one : wanted) {
                decided.add(decide(one, unit));
            }
            fresh.check(unit);
            unit.commit();
            return decided;
        } catch (RuntimeException failed) {
            if (unit.isActive() && unit.isCurrent()) {
                unit.rollback(failed);
            }
            throw failed;
        }
    }

    private Decided decide(Wanted wanted, UnitOfWork<CommandMessage<?>> unit) {
        try (Scope here = Traces.within(wanted.piece()).makeCurrent()) {
            return decideBoth(wanted, unit);
        }
    }

    private Decided decideBoth(Wanted wanted, UnitOfWork<CommandMessage<?>> unit) {
        Decided first = decide(wanted.command(), unit);
        Object answer = first.answer();
        Function<Object, CommandMessage<?>> then = wanted.then();
        if (then == null || first.refusal() != null || answer == null) {
            return first;
        }
        Decided second = decide(then.apply(answer), unit);
        if (second.refusal() != null) {
            throw new SecondRefused(second.refusal());
        }
        return new Decided(new Both(answer, Objects.requireNonNull(second.answer(), "an aggregate answers")), null);
    }

    private Decided decide(CommandMessage<?> command, UnitOfWork<CommandMessage<?>> unit) {
        try {
            return new Decided(deciders.decide(command, unit), null);
        } catch (Refusal refused) {
            return new Decided(null, refused);
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
