package stockledger.command.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** Decides several commands one after another and stores all that follows from them in one transaction, or nothing. */
final class Together {

    private final CommandBus bus;
    private final TransactionManager transactions;
    private final FreshDecisions fresh;

    Together(CommandBus bus, TransactionManager transactions, FreshDecisions fresh) {
        this.bus = bus;
        this.transactions = transactions;
        this.fresh = fresh;
    }

    /** How one command was decided: an answer or a refusal. */
    record Decided(@Nullable Object answer, @Nullable Refusal refusal) {}

    /**
     * Decides the commands in their order; a refusal of one leaves the others alone.
     *
     * @throws RuntimeException when one failed or nothing could be stored: then none has had an effect
     */
    List<Decided> decide(List<CommandMessage<?>> commands) {
        UnitOfWork<CommandMessage<?>> unit = DefaultUnitOfWork.startAndGet(commands.get(0));
        try {
            unit.attachTransaction(transactions);
            List<Decided> decided = new ArrayList<>(commands.size());
            for (CommandMessage<?> command : commands) {
                decided.add(decide(command));
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

    private Decided decide(CommandMessage<?> command) {
        CommandResultMessage<?>[] heard = new CommandResultMessage<?>[1];
        bus.<Object, Object>dispatch(asObject(command), (sent, result) -> heard[0] = result);
        CommandResultMessage<?> result = heard[0];
        if (!result.isExceptional()) {
            return new Decided(result.getPayload(), null);
        }
        Throwable thrown = result.exceptionResult();
        if (thrown instanceof Refusal refusal) {
            return new Decided(null, refusal);
        }
        throw thrown instanceof RuntimeException cause ? cause : new IllegalStateException(thrown);
    }

    @SuppressWarnings("unchecked")
    private static CommandMessage<Object> asObject(CommandMessage<?> command) {
        return (CommandMessage<Object>) command;
    }
}
