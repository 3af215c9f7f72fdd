package stockledger.query.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import stockledger.events.Provenance;
import stockledger.events.Sku;
import stockledger.events.operator.OperatorEvent;
import stockledger.events.operator.OperatorEvent.EventStoreAccepted;
import stockledger.events.operator.OperatorEvent.SkuRepaired;
import stockledger.query.http.QueryProblemException;

class OperatorActionsAreRecordedTest {

    private static final SkuRepaired REPAIR = new SkuRepaired(new Sku("mug"), "It showed 3.");

    private final EventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final OperatorActions actions = new OperatorActions(store, NoTransactionManager.instance(), () -> false);

    @AfterEach
    void endRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void anActionIsAStreamOfItsOwn() {
        String first = actions.record(REPAIR);
        String second = actions.record(REPAIR);

        assertThat(first).isNotEqualTo(second);
        DomainEventMessage<?> stored =
                store.readEvents(OperatorEvent.stream(first)).next();
        assertThat(stored.getPayload()).isEqualTo(REPAIR);
        assertThat(stored.getSequenceNumber()).isZero();
        assertThat(stored.getType()).isEqualTo("action");
    }

    @Test
    void theEventNamesTheCallerOfTheRequest() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("X-Actor", "kim");
        request.addHeader("X-Correlation-Id", "incident-7");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));

        String id = actions.record(REPAIR);

        assertThat(store.readEvents(OperatorEvent.stream(id)).next().getMetaData())
                .containsEntry(Provenance.ACTOR, "kim")
                .containsEntry(Provenance.CORRELATION_ID, "incident-7")
                .containsEntry(Provenance.CAUSATION_ID, id);
    }

    @Test
    void nothingButItsAcceptanceIsAppendedToAnotherEventStore() {
        OperatorActions refusing = new OperatorActions(store, NoTransactionManager.instance(), () -> true);

        assertThatThrownBy(() -> refusing.record(REPAIR)).isInstanceOf(QueryProblemException.class);
        assertThat(refusing.record(new EventStoreAccepted(7, "restored"))).isNotBlank();
    }

    @Test
    void workThatNoRequestAskedForIsOfTheService() {
        String id = actions.record(REPAIR);

        assertThat(store.readEvents(OperatorEvent.stream(id)).next().getMetaData())
                .containsEntry(Provenance.ACTOR, "stockledger")
                .containsEntry(Provenance.CORRELATION_ID, id);
    }
}
