package stockledger.command.dispatch.idempotency;

import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.LoggedKey;
import stockledger.command.dispatch.Refusal;

/**
 * An aggregate that executes a request with an idempotency key, and a row of a job, at most once. A repetition changes
 * nothing and gets the first answer. The log is folded from the aggregate's own events and stored in its snapshots.
 *
 * @param <A> the answer to a command, stored in snapshots
 */
public abstract class IdempotentAggregate<A> {

    /** Null before the first event. */
    @AggregateIdentifier
    protected @Nullable String stream;

    private IdempotencyLog<A> keys = new IdempotencyLog<>();

    /**
     * The answer to the command that caused an event, from the state after the event; null when such commands are not
     * logged, or an earlier event of the command gave the answer. Later events of a command extend its answer's version.
     */
    protected abstract @Nullable A answerTo(Object event);

    /** The refusal of a request whose idempotency key names a resource that it named before, when the key is no longer remembered. */
    protected static Refusal keyReused() {
        return new KeyReused();
    }

    /** Number of logged keys: they are part of a snapshot's size. */
    protected final int loggedKeys() {
        return keys.count();
    }

    @CommandHandlerInterceptor
    final @Nullable Object executeOnce(CommandMessage<?> command, InterceptorChain chain) throws Exception {
        return keys.execute(command, chain, stream);
    }

    @MessageHandlerInterceptor(messageType = EventMessage.class)
    final void logKey(EventMessage<?> event, InterceptorChain chain) throws Exception {
        chain.proceed();
        if (keys.add(event, this::answerTo) && AggregateLifecycle.isLive()) {
            LoggedKey.by(Objects.requireNonNull(stream, "set by the first event"));
        }
    }
}
