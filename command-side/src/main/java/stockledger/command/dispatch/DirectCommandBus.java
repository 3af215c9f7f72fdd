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
 * Axon's command bus, and direct calls of its handlers for group commit: all commands of a batch run in one unit of work.
 * The nested unit of work per command that the bus would start takes longer than the command itself and adds nothing: a
 * refusal has no effect, and any other failure rolls the batch back.
 */
final class DirectCommandBus extends SimpleCommandBus {

    private final Map<String, MessageHandler<? super CommandMessage<?>>> handlers = new ConcurrentHashMap<>();
    private final List<CorrelationDataProvider> correlation;

    DirectCommandBus(TransactionManager transactions, List<CorrelationDataProvider> correlation) {
        super(SimpleCommandBus.builder().transactionManager(transactions));
        this.correlation = List.copyOf(correlation);
    }

    @Override
    public Registration subscribe(String command, MessageHandler<? super CommandMessage<?>> handler) {
        handlers.put(command, handler);
        return super.subscribe(command, handler);
    }

    /** Adds correlation data to the events of the unit. */
    void begin(UnitOfWork<CommandMessage<?>> unit) {
        correlation.forEach(unit::registerCorrelationDataProvider);
    }

    /**
     * Executes a command in a started unit of work.
     *
     * @throws Exception of the aggregate, such as a {@link Refusal}
     */
    Object execute(CommandMessage<?> sent, UnitOfWork<CommandMessage<?>> unit) throws Exception {
        CommandMessage<?> command = intercept(sent);
        MessageHandler<? super CommandMessage<?>> handler = handlers.get(command.getCommandName());
        if (handler == null) {
            throw new NoHandlerForCommandException(command);
        }
        unit.transformMessage(before -> command);
        return handler.handle(command);
    }
}
