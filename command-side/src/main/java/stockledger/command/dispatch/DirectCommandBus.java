package stockledger.command.dispatch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.Registration;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Who decides which command. Commands that are stored together are decided in one unit of work, each as its message at
 * the time. A unit of its own within that one, as the bus would open, would store nothing more or less, since a refusal
 * leaves nothing behind and anything else undoes all; it would only take longer than the decision.
 */
final class DirectCommandBus extends SimpleCommandBus {

    private final Map<String, MessageHandler<? super CommandMessage<?>>> byName = new ConcurrentHashMap<>();
    private final List<CorrelationDataProvider> correlation;

    DirectCommandBus(TransactionManager transactions, List<CorrelationDataProvider> correlation) {
        super(SimpleCommandBus.builder().transactionManager(transactions));
        this.correlation = List.copyOf(correlation);
    }

    @Override
    public Registration subscribe(String command, MessageHandler<? super CommandMessage<?>> decider) {
        byName.put(command, decider);
        return super.subscribe(command, decider);
    }

    /** What follows from now on tells which command of the unit it came from. */
    void begin(UnitOfWork<CommandMessage<?>> unit) {
        correlation.forEach(unit::registerCorrelationDataProvider);
    }

    /**
     * Decides a command in a unit that was begun.
     *
     * @throws Exception what the aggregate throws, a {@link Refusal} among others
     */
    Object decide(CommandMessage<?> sent, UnitOfWork<CommandMessage<?>> unit) throws Exception {
        CommandMessage<?> command = intercept(sent);
        MessageHandler<? super CommandMessage<?>> decider = byName.get(command.getCommandName());
        if (decider == null) {
            throw new NoHandlerForCommandException(command);
        }
        unit.transformMessage(before -> command);
        return decider.handle(command);
    }
}
