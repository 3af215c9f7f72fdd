package stockledger.query.operator;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import stockledger.events.EventStoreMismatch;
import stockledger.events.Provenance;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.operator.OperatorEvent.EventStoreAccepted;
import stockledger.query.http.QueryProblemException;
import stockledger.web.CorrelationFilter;
import stockledger.web.HeaderToken;
import stockledger.web.security.Caller;

/**
 * Records what operators do; the only writer of events on the query side. An action is recorded first and then done, so that no
 * action is unrecorded. After a crash in between it is recorded but not done, and the operator repeats the request: actions must
 * therefore be repeatable.
 */
@Component
public final class OperatorActions {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorActions.class);

    /** The actor of work that no request asked for. */
    private static final String SERVICE = "stockledger";

    private static final String TYPE = "action";
    private static final String ACTOR_HEADER = "X-Actor";

    private final EventStore store;
    private final TransactionManager transactions;
    private final EventStoreMismatch mismatch;

    OperatorActions(
            EventStore store,
            @Qualifier("appendTransactions") TransactionManager transactions,
            EventStoreMismatch mismatch) {
        this.store = store;
        this.transactions = transactions;
        this.mismatch = mismatch;
    }

    /**
     * Appends the event of an action, as that of the caller of this thread's request.
     *
     * @return the id of the action
     * @throws QueryProblemException while the event store is not the one that the read models were folded from, unless the action
     *     is to accept it
     * @throws RuntimeException when it is not known to be stored; the action must not be done then
     */
    public String record(OperatorEvent event) {
        if (mismatch.isKnown() && !(event instanceof EventStoreAccepted)) {
            throw QueryProblemException.unavailable(
                    "event-store-mismatch",
                    "The event store lacks events that this service has seen. An operator must restore or accept it.");
        }
        String id = UUID.randomUUID().toString();
        MetaData metaData = MetaData.from(provenance(id));
        UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
        unit.attachTransaction(transactions);
        unit.execute(() -> store.publish(
                List.of(new GenericDomainEventMessage<>(TYPE, OperatorEvent.stream(id), 0, event, metaData))));
        // The event has the actor and the reason: neither belongs in a log.
        LOG.info(
                "action {}: {}",
                id,
                event.getClass().getAnnotation(JsonTypeName.class).value());
        return id;
    }

    /** The same keys as on the command side. The action itself takes the place of the command. */
    private static Map<String, Object> provenance(String id) {
        Map<String, Object> metaData = new HashMap<>();
        metaData.put(Provenance.CAUSATION_ID, id);
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            metaData.put(Provenance.ACTOR, actorOf(request));
            metaData.put(Provenance.CORRELATION_ID, CorrelationFilter.correlationOf(request));
        } else {
            metaData.put(Provenance.ACTOR, SERVICE);
            metaData.put(Provenance.CORRELATION_ID, id);
        }
        W3CTraceContextPropagator.getInstance().inject(Context.current(), metaData, (into, key, value) -> {
            if (key.equals(Provenance.TRACE_PARENT)) {
                into.put(key, value);
            }
        });
        return metaData;
    }

    /** A caller without a credential may name itself, as on the command side. */
    private static String actorOf(HttpServletRequest request) {
        Caller caller = Caller.of(request);
        String sent = request.getHeader(ACTOR_HEADER);
        return !caller.isAuthenticated() && sent != null && HeaderToken.isValid(sent) ? sent : caller.name();
    }
}
