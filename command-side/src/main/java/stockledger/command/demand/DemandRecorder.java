package stockledger.command.demand;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import stockledger.command.dispatch.Conflicts;
import stockledger.command.dispatch.RequestContext;
import stockledger.events.Provenance;
import stockledger.events.demand.DemandEvent;
import stockledger.events.demand.DemandEvent.DemandRefused;

/**
 * Appends refused demand once a minute, and at a stop. Only this process appends to its stream: so no number conflicts with
 * another instance's, and when the answer to an append was lost, it is repeated with the same numbers, and a conflict says
 * that it was stored. A killed process loses what it counted since its last append.
 */
final class DemandRecorder implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DemandRecorder.class);

    /** How much a killed process loses, against the number of events of a SKU that is refused all day: 1,440. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Of one append: they are stored together. */
    private static final int MAX_EVENTS = 100;

    /** Stops after the web server has answered its last request, and before the event store. */
    private static final int PHASE = Integer.MAX_VALUE - 4_096;

    private static final String TYPE = "demand";

    private final RefusedDemand refused;
    private final EventStore store;
    private final TransactionManager transactions;
    private final ThreadPoolTaskScheduler scheduler;
    private final String process = UUID.randomUUID().toString();
    private final String stream = DemandEvent.stream(process);
    private final List<DomainEventMessage<?>> pending = new ArrayList<>();
    private long nextSequence;
    private volatile boolean running;

    DemandRecorder(
            RefusedDemand refused,
            EventStore store,
            TransactionManager transactions,
            ThreadPoolTaskScheduler scheduler) {
        this.refused = refused;
        this.store = store;
        this.transactions = transactions;
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = true;
        scheduler.scheduleWithFixedDelay(this::record, INTERVAL);
    }

    /** Appends what was counted; what cannot be appended now is appended the next time. */
    synchronized void record() {
        try {
            do {
                if (pending.isEmpty()) {
                    refused.take().forEach(event -> pending.add(message(event)));
                }
                List<DomainEventMessage<?>> some = pending.subList(0, Math.min(pending.size(), MAX_EVENTS));
                if (!some.isEmpty()) {
                    appendOnce(List.copyOf(some));
                    some.clear();
                }
            } while (!pending.isEmpty());
        } catch (RuntimeException e) {
            LOG.warn("{} events of refused demand are not appended yet: {}", pending.size(), e.toString());
        }
    }

    private DomainEventMessage<?> message(DemandRefused event) {
        return new GenericDomainEventMessage<>(
                TYPE,
                stream,
                nextSequence++,
                event,
                MetaData.from(Map.of(
                        Provenance.ACTOR,
                        RequestContext.SERVICE,
                        Provenance.CORRELATION_ID,
                        process,
                        Provenance.CAUSATION_ID,
                        process)));
    }

    private void appendOnce(List<DomainEventMessage<?>> events) {
        try {
            UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(null);
            unit.attachTransaction(transactions);
            unit.execute(() -> store.publish(events));
        } catch (RuntimeException e) {
            if (!Conflicts.isConflict(e)) {
                throw e;
            }
            LOG.debug("appended before, when its answer was lost");
        }
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
        record();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
