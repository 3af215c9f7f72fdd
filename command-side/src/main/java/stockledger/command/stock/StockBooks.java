package stockledger.command.stock;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockRefusal.IdTaken;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.InsufficientUnavailable;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockPolicy;

/**
 * What the books say of one SKU whoever claims it: how many units are where, what the shop wants of them, and what is on
 * its way. {@link StockItem} adds the claims. Commands that may be a SKU's first are handled there: Axon creates the type
 * that declares the handler.
 */
abstract class StockBooks extends IdempotentAggregate<StockAnswer> {

    StockLevels levels = StockLevels.NONE;
    Incoming incoming = new Incoming();

    private StockPolicy policy = StockPolicy.NONE;
    private RecentMovements recent = new RecentMovements();
    private Transfers transfers = new Transfers();
    private Alerts alerts = Alerts.NONE;

    /** A decision that crosses a stock threshold applies its alert. */
    @CommandHandlerInterceptor
    @Nullable
    Object decide(CommandMessage<?> command, InterceptorChain chain) throws Exception {
        Long before = AggregateLifecycle.getVersion();
        Object answer = chain.proceed();
        if (Objects.equals(before, AggregateLifecycle.getVersion())) {
            return answer;
        }
        Sku sku = ((StockCommand) command.getPayload()).sku();
        alerts.due(sku, available(), reorderPoint()).forEach(AggregateLifecycle::apply);
        return answer instanceof Outcome<?> outcome ? outcome.withAllApplied() : answer;
    }

    @MessageHandlerInterceptor(messageType = EventMessage.class)
    void note(EventMessage<?> event, InterceptorChain chain) throws Exception {
        StockLevels before = levels;
        chain.proceed();
        if (event.getPayload() instanceof StockCounted counted) {
            recent.counted(counted.locationId(), counted.countedAt(), counted.delta());
        } else {
            levels.onHandSince(before)
                    .forEach((location, units) -> recent.moved(location, event.getTimestamp(), units));
        }
        alerts = alerts.after(available(), reorderPoint());
    }

    Outcome<Boolean> setPolicy(SetStockPolicy command) {
        StockPolicySet wanted = command.wanted();
        StockPolicy.Terms terms = policy.after(wanted).at(command.locationId());
        boolean due = stream == null || !terms.equals(policy.at(command.locationId()));
        if (due) {
            apply(wanted);
        }
        return Outcome.of(due, command.stream());
    }

    Outcome<StockAnswer> setAside(SetAside command) {
        LocationId location = command.locationId();
        long units = command.delta();
        if (units > 0) {
            requireAvailable(command.sku(), location, units);
            return told(new UnitsSetAside(command.sku(), location, units, command.reason(), command.reference()));
        }
        long unavailable = levels.at(location).unavailable();
        if (-units > unavailable) {
            throw new InsufficientUnavailable(command.sku(), location, -units, unavailable);
        }
        return told(new UnitsPutBack(command.sku(), location, -units, command.reason(), command.reference()));
    }

    Outcome<StockAnswer> count(CountStock command) {
        return told(recent.compare(command, levels.at(command.locationId()).onHand()));
    }

    Outcome<StockAnswer> send(SendTransfer command) {
        Transfer known = transfers.find(command.transferId());
        if (known == null) {
            requireAvailable(command.sku(), command.from(), command.quantity());
            return told(command.sent());
        } else if (!known.isOf(command)) {
            throw new IdTaken();
        }
        return Outcome.of(at(command.from()).about(known), command.stream());
    }

    @CommandHandler
    Outcome<StockAnswer> receive(ReceiveTransfer command) {
        Transfer transfer = transfers.find(command.transferId());
        if (transfer == null) {
            throw new TransferNotFound(command.transferId());
        }
        if (transfer.received() != null) {
            return Outcome.of(at(transfer.to()).about(transfer), command.stream());
        }
        long units = command.quantity() == null ? transfer.sent() : command.quantity();
        return told(new TransferReceived(command.sku(), transfer.id(), transfer.to(), transfer.sent(), units));
    }

    Outcome<StockAnswer> announce(AnnounceIncoming command) {
        Delivery known = incoming.find(command.incomingId());
        if (known == null) {
            return told(command.announced());
        } else if (!known.isOf(command)) {
            throw new IdTaken();
        }
        return Outcome.of(at(known.locationId()).about(known), command.stream());
    }

    @CommandHandler
    Outcome<StockAnswer> cancel(CancelIncoming command) {
        Delivery delivery = incoming.find(command.incomingId());
        if (delivery == null) {
            throw new IncomingNotFound(command.incomingId());
        }
        if (delivery.expected() == 0) {
            return Outcome.of(at(delivery.locationId()).about(delivery), command.stream());
        }
        return told(new IncomingCancelled(command.sku(), delivery.id(), delivery.locationId(), delivery.expected()));
    }

    /** How much a snapshot holds beside the levels. */
    int remembered() {
        return loggedKeys() + recent.remembered();
    }

    /** What may be promised now. */
    AllocationRules promises() {
        return new AllocationRules(levels, policy, incoming.awaited());
    }

    void requireAvailable(Sku sku, LocationId location, long units) {
        long available = promises().available(location);
        if (units > available) {
            throw InsufficientStock.of(sku, units, available);
        }
    }

    /** Lets something happen, and answers with what it led to. */
    Outcome<StockAnswer> told(StockEvent event) {
        apply(event);
        return Outcome.of(Objects.requireNonNull(answerTo(event)), event.sku().stockStream());
    }

    private long available() {
        return levels.unpromised() - policy.safetyStock();
    }

    private @Nullable Long reorderPoint() {
        return policy.at(null).reorderPoint();
    }

    private StockAnswer at(LocationId location) {
        return StockAnswer.of(levels.at(location), 0);
    }

    @Override
    protected @Nullable StockAnswer answerTo(Object event) {
        return StockAnswer.to(event, levels, transfers, incoming);
    }

    @EventSourcingHandler
    void on(StockPolicySet event) {
        stream = event.sku().stockStream();
        policy = policy.after(event);
        if (event.locationId() != null) {
            levels = levels.known(event.locationId());
        }
    }

    @EventSourcingHandler
    void on(UnitsSetAside event) {
        levels = levels.unavailable(event.locationId(), event.quantity());
    }

    @EventSourcingHandler
    void on(UnitsPutBack event) {
        levels = levels.unavailable(event.locationId(), -event.quantity());
    }

    @EventSourcingHandler
    void on(StockCounted event) {
        stream = event.sku().stockStream();
        levels = levels.onHand(event.locationId(), event.delta());
    }

    @EventSourcingHandler
    void on(TransferSent event) {
        levels = levels.onHand(event.from(), -event.quantity());
        transfers.sent(Transfer.of(event));
    }

    @EventSourcingHandler
    void on(TransferReceived event) {
        levels = levels.onHand(event.to(), event.received());
        transfers.received(event.transferId(), event.received());
    }

    @EventSourcingHandler
    void on(IncomingAnnounced event) {
        stream = event.sku().stockStream();
        levels = levels.known(event.locationId());
        incoming.announced(Delivery.of(event));
    }

    @EventSourcingHandler
    void on(IncomingArrived event) {
        incoming.arrived(event.incomingId(), event.quantity());
    }

    @EventSourcingHandler
    void on(IncomingCancelled event) {
        incoming.cancelled(event.incomingId(), event.quantity());
    }

    @EventSourcingHandler
    void on(StockRanLow event) {
        alerts = alerts.ranLow();
    }

    @EventSourcingHandler
    void on(StockRanOut event) {
        alerts = alerts.ranOut();
    }

    @EventSourcingHandler
    void on(StockCameBack event) {
        alerts = alerts.cameBack();
    }
}
