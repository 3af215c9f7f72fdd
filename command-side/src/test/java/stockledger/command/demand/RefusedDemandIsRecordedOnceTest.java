package stockledger.command.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.events.Sku;
import stockledger.events.demand.DemandEvent.DemandRefused;
import stockledger.events.demand.RefusalCause;

class RefusedDemandIsRecordedOnceTest {

    private final UnreliableEngine engine = new UnreliableEngine();
    private final RefusedDemand demand = new RefusedDemand(Clock.systemUTC(), new SimpleMeterRegistry());
    private final DemandRecorder recorder = new DemandRecorder(
            demand,
            EmbeddedEventStore.builder().storageEngine(engine).build(),
            NoTransactionManager.instance(),
            new ThreadPoolTaskScheduler());

    /** Has the unique key of a real store, and can fail before or after an append. */
    private static final class UnreliableEngine extends InMemoryEventStorageEngine {

        private final List<DomainEventMessage<?>> stored = new ArrayList<>();
        private boolean isAway;
        private boolean losesAnswers;

        @Override
        public void appendEvents(List<? extends EventMessage<?>> events) {
            if (isAway) {
                throw new IllegalStateException("away");
            }
            DomainEventMessage<?> first = (DomainEventMessage<?>) events.get(0);
            if (first.getSequenceNumber() < stored.size()) {
                throw new ConcurrencyException("taken");
            }
            events.forEach(event -> stored.add((DomainEventMessage<?>) event));
            if (losesAnswers) {
                throw new IllegalStateException("the answer was lost");
            }
        }
    }

    private void refuse(int skus) {
        for (int i = 0; i < skus; i++) {
            demand.add(new Sku("sku-" + i), null, RefusalCause.SHORTAGE, "order-1", 3, 1);
        }
    }

    private long requests() {
        return engine.stored.stream()
                .mapToLong(event -> ((DemandRefused) event.getPayload()).requests())
                .sum();
    }

    @Test
    void nothingRefusedAppendsNothing() {
        recorder.record();

        assertThat(engine.stored).isEmpty();
    }

    @Test
    void eventsAreNumberedInOneStreamOfTheProcess() {
        refuse(250);
        recorder.record();
        refuse(2);
        recorder.record();

        assertThat(engine.stored).hasSize(252);
        assertThat(engine.stored)
                .extracting(DomainEventMessage::getAggregateIdentifier)
                .allMatch(stream -> stream.startsWith("demand:"))
                .hasSize(252)
                .containsOnly(engine.stored.get(0).getAggregateIdentifier());
        assertThat(engine.stored.get(251).getSequenceNumber()).isEqualTo(251);
        assertThat(engine.stored.get(0).getMetaData()).containsEntry("actor", "stockledger");
    }

    @Test
    void whatCannotBeAppendedIsAppendedLater() {
        engine.isAway = true;
        refuse(150);
        recorder.record();
        refuse(1);
        recorder.record();
        assertThat(engine.stored).isEmpty();

        engine.isAway = false;
        recorder.record();
        recorder.record();
        assertThat(requests()).isEqualTo(151);
    }

    @Test
    void anAppendWhoseAnswerWasLostIsNotCountedTwice() {
        refuse(150);
        engine.losesAnswers = true;
        recorder.record();
        engine.losesAnswers = false;
        recorder.record();

        assertThat(requests()).isEqualTo(150);
        assertThat(engine.stored).hasSize(150);
    }

    @Test
    void aStopAppendsWhatWasCounted() {
        refuse(3);
        recorder.stop();

        assertThat(requests()).isEqualTo(3);
    }
}
