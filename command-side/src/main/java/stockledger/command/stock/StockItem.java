package stockledger.command.stock;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.SnapshotSize;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.BookReturn;
import stockledger.command.stock.StockCommand.CancelIncoming;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.FollowProduct;
import stockledger.command.stock.StockCommand.HoldMoreUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReceiveTransfer;
import stockledger.command.stock.StockCommand.Recorded;
import stockledger.command.stock.StockCommand.ReduceHold;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.UnitRequest;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.IdOfAnotherRequest;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.InsufficientUnavailable;
import stockledger.command.stock.StockRefusal.ReturnNotInRecord;
import stockledger.command.stock.StockRefusal.TransferAlreadyReceived;
import stockledger.command.stock.StockRefusal.TransferNotFound;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldIncreased;
import stockledger.events.stock.StockEvent.HoldReduced;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingAnnounced;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.IncomingCancelled;
import stockledger.events.stock.StockEvent.SalesResumed;
import stockledger.events.stock.StockEvent.SalesStopped;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockCameBack;
import stockledger.events.stock.StockEvent.StockCounted;
import stockledger.events.stock.StockEvent.StockPolicySet;
import stockledger.events.stock.StockEvent.StockRanLow;
import stockledger.events.stock.StockEvent.StockRanOut;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.TransferReceived;
import stockledger.events.stock.StockEvent.TransferSent;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsPutBack;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsSetAside;
import stockledger.events.stock.StockEvent.UnitsShipped;
import stockledger.events.stock.StockPolicy;
import stockledger.events.stock.TakenFrom;

/**
 * The units of one SKU at all its locations. Every claim on them is decided here, so no unit is claimed twice. The names
 * of the fields are part of stored snapshots.
 */
@AggregateRoot(type = "stock")
@JsonTypeName("snapshot.stock")
@Revision("3")
final class StockItem extends IdempotentAggregate<StockAnswer> implements SnapshotSize {

    private StockLevels levels = new StockLevels();
    private StockPolicy policy = StockPolicy.NONE;
    private Map<ReservationId, Claim> claims = new HashMap<>();
    private ProcessedReturns returns = new ProcessedReturns();
    private Transfers transfers = new Transfers();
    private Incoming incoming = new Incoming();
    private RecentMovements recent = new RecentMovements();
    private Alerts alerts = Alerts.NONE;
    private Sales sales = Sales.OPEN;

    StockItem() {}

    /** Appends the alerts that follow from a decision. */
    @CommandHandlerInterceptor
    @Nullable
    Object alert(CommandMessage<?> command, InterceptorChain chain) throws Exception {
        Long before = AggregateLifecycle.getVersion();
        Object answer = chain.proceed();
        if (Objects.equals(before, AggregateLifecycle.getVersion())) {
            return answer;
        }
        Sku sku = ((StockCommand) command.getPayload()).sku();
        alerts.due(sku, rules().available(), reorderPoint()).forEach(AggregateLifecycle::apply);
        return answer instanceof Outcome<?> outcome ? outcome.withAllApplied() : answer;
    }

    @MessageHandlerInterceptor(messageType = EventMessage.class)
    void recordMovement(EventMessage<?> event, InterceptorChain chain) throws Exception {
        chain.proceed();
        Map<LocationId, Long> moved = levels.takeMoved();
        if (event.getPayload() instanceof StockCounted counted) {
            recent.counted(counted.locationId(), counted.countedAt(), counted.delta());
        } else if (!moved.isEmpty()) {
            Instant at = occurredAt(event);
            moved.forEach((location, units) -> recent.moved(location, at, units));
        }
        alerts = alerts.after(rules().available(), reorderPoint());
    }

    private static Instant occurredAt(EventMessage<?> event) {
        Instant stated = event.getPayload() instanceof StockReceived received
                ? received.occurredAt()
                : event.getPayload() instanceof StockAdjusted adjusted ? adjusted.occurredAt() : null;
        return stated == null ? event.getTimestamp() : stated;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> setPolicy(SetStockPolicy command) {
        StockPolicySet set = command.event();
        StockPolicy.Terms terms = policy.after(set).at(command.locationId());
        boolean changed = stream == null || !terms.equals(policy.at(command.locationId()));
        if (changed) {
            apply(set);
        }
        return Outcome.of(changed, command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> announce(AnnounceIncoming command) {
        Delivery known = incoming.find(command.incomingId());
        if (known == null) {
            return applied(command.event());
        } else if (!known.matches(command)) {
            throw new IdOfAnotherRequest();
        }
        return Outcome.of(at(known.locationId()).withDelivery(known), command.stream());
    }

    @CommandHandler
    Outcome<StockAnswer> cancel(CancelIncoming command) {
        Delivery delivery = incoming.find(command.incomingId());
        if (delivery == null) {
            throw new IncomingNotFound(command.incomingId());
        }
        if (delivery.expected() == 0) {
            return Outcome.of(at(delivery.locationId()).withDelivery(delivery), command.stream());
        }
        return applied(new IncomingCancelled(command.sku(), delivery.id(), delivery.locationId(), delivery.expected()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> receive(ReceiveStock command) {
        IncomingId id = command.incomingId();
        Delivery delivery = id == null ? null : incoming.find(id);
        if (id != null && delivery == null) {
            throw new IncomingNotFound(id);
        }
        Outcome<StockAnswer> received = applied(new StockReceived(
                command.sku(),
                command.locationId(),
                command.quantity(),
                command.reference(),
                command.occurredAt(),
                recent.countWith(command.locationId(), command.occurredAt())));
        if (delivery != null && delivery.expected() > 0) {
            long units = Math.min(delivery.expected(), command.quantity());
            apply(new IncomingArrived(command.sku(), delivery.id(), delivery.locationId(), units));
        }
        return received;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> adjust(AdjustStock command) {
        LocationId location = command.locationId();
        Instant countedAt = recent.countWith(location, command.occurredAt());
        if (command.from() == TakenFrom.UNAVAILABLE) {
            StockLevel level = levels.at(location);
            long most = countedAt == null ? Math.min(level.unavailable(), level.onHand()) : level.unavailable();
            requireUnavailable(command.sku(), location, -command.delta(), Math.max(0, most));
        } else if (command.delta() < 0 && countedAt == null) {
            requireAvailable(command.sku(), location, -command.delta());
        }
        return applied(new StockAdjusted(
                command.sku(),
                location,
                command.delta(),
                command.reason(),
                command.reference(),
                command.from(),
                command.occurredAt(),
                countedAt));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> count(CountStock command) {
        StockLevel level = levels.at(command.locationId());
        return applied(recent.compare(command, level.onHand(), level.unavailable()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> setAside(SetAside command) {
        LocationId location = command.locationId();
        long units = command.delta();
        if (units > 0) {
            requireAvailable(command.sku(), location, units);
            return applied(new UnitsSetAside(command.sku(), location, units, command.reason(), command.reference()));
        }
        requireUnavailable(command.sku(), location, -units, levels.at(location).unavailable());
        return applied(new UnitsPutBack(command.sku(), location, -units, command.reason(), command.reference()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> send(SendTransfer command) {
        Transfer known = transfers.find(command.transferId());
        if (known == null) {
            requireAvailable(command.sku(), command.from(), command.quantity());
            return applied(command.event());
        } else if (!known.matches(command)) {
            throw new IdOfAnotherRequest();
        }
        return Outcome.of(at(command.from()).withTransfer(known), command.stream());
    }

    @CommandHandler
    Outcome<StockAnswer> receive(ReceiveTransfer command) {
        Transfer transfer = transfers.find(command.transferId());
        if (transfer == null) {
            throw new TransferNotFound(command.transferId());
        }
        if (transfer.isContradictedBy(command)) {
            throw new TransferAlreadyReceived(transfer.id(), transfer.received(), transfer.lost());
        }
        TransferReceived received = transfer.receive(command);
        if (received.received() == 0 && received.inTransit() == transfer.inTransit()) {
            return Outcome.of(at(transfer.to()).withTransfer(transfer), command.stream());
        }
        return applied(received);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> follow(FollowProduct command) {
        boolean changed = sales.isBefore(command);
        if (changed) {
            apply(command.event());
        }
        return Outcome.of(changed, command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<List<Allocation>> assess(AssessUnits command) {
        List<Allocation> held = null;
        if (command.hold() instanceof HoldUnits hold) {
            held = heldBy(hold);
        } else if (command.hold() instanceof HoldMoreUnits hold) {
            held = heldBy(hold);
        }
        return Outcome.of(
                held == null ? choose(command.sku(), command.requests(), command.selection()) : held, command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<List<Allocation>> hold(HoldUnits command) {
        List<Allocation> held = heldBy(command);
        if (held != null) {
            return Outcome.of(held, command.stream());
        }
        List<Allocation> chosen = choose(command.sku(), command.requests(), command.selection());
        apply(new UnitsHeld(
                command.sku(),
                command.reservationId(),
                command.attempt(),
                chosen,
                command.expiresAt(),
                command.selection().policy()));
        return Outcome.of(chosen, command.stream());
    }

    @CommandHandler
    Outcome<List<Allocation>> holdMore(HoldMoreUnits command) {
        List<Allocation> added = heldBy(command);
        if (added != null) {
            return Outcome.of(added, command.stream());
        }
        ReservationId reservation = command.reservationId();
        List<Allocation> chosen = choose(command.sku(), command.requests(), command.selection());
        reduce(command.sku(), reservation, Objects.requireNonNull(claims.get(reservation)), command.recorded());
        apply(new HoldIncreased(
                command.sku(),
                reservation,
                command.replacement(),
                chosen,
                command.expiresAt(),
                command.selection().policy(),
                command.recorded().version()));
        return Outcome.of(chosen, command.stream());
    }

    @CommandHandler
    Outcome<Boolean> reduce(ReduceHold command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        boolean changed = claim != null
                && !claim.allocated()
                && reduce(command.sku(), command.reservationId(), claim, command.recorded());
        return Outcome.of(changed, command.stream());
    }

    @CommandHandler
    Outcome<Boolean> release(ReleaseUnits command) {
        ReservationId reservation = command.reservationId();
        Claim claim = claims.get(reservation);
        if (claim == null || claim.allocated()) {
            return Outcome.of(false, command.stream());
        }
        List<Allocation> added = claim.addedBy(command.attempt());
        boolean holder = claim.attempt().equals(command.attempt());
        if (holder) {
            apply(new HoldReleased(command.sku(), reservation, claim.allocations(), command.cause()));
        } else if (added != null) {
            apply(new HoldReduced(command.sku(), reservation, added, command.cause(), claim.version()));
        }
        return Outcome.of(holder || added != null, command.stream());
    }

    @CommandHandler
    Outcome<Boolean> allocate(AllocateUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        if (claim == null || claim.allocated()) {
            return Outcome.of(false, command.stream());
        }
        allocate(command.sku(), command.reservationId(), claim, command.recorded());
        return Outcome.of(true, command.stream());
    }

    /** Units that are only held are allocated first: their reservation was confirmed before it shipped. */
    @CommandHandler
    Outcome<Boolean> ship(ShipUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        boolean changed = claim != null
                && ship(command.sku(), command.reservationId(), claim, command.upTo(), command.recorded());
        return Outcome.of(changed, command.stream());
    }

    /** The claim may still be held only: a reservation can be cancelled before its stock was allocated. */
    @CommandHandler
    Outcome<Boolean> cancel(CancelUnits command) {
        ReservationId reservation = command.reservationId();
        Claim claim = claimOf(reservation, command.attempt());
        boolean changed = claim != null;
        if (claim != null && ship(command.sku(), reservation, claim, command.shipped(), command.recorded())) {
            claim = claimOf(reservation, command.attempt());
        }
        if (claim != null) {
            apply(
                    claim.allocated()
                            ? new AllocationReleased(command.sku(), reservation, claim.rest())
                            : new HoldReleased(command.sku(), reservation, claim.rest(), ReleaseCause.RELEASED));
        }
        return Outcome.of(changed, command.stream());
    }

    @CommandHandler
    Outcome<Boolean> bookReturn(BookReturn command) {
        boolean changed = !returns.contain(command.reservationId(), command.number());
        if (changed && !returns.keepsAllAfter(command.after())) {
            throw new ReturnNotInRecord(command.reservationId(), command.number());
        }
        if (changed) {
            command.events().forEach(AggregateLifecycle::apply);
        }
        return Outcome.of(changed, command.stream());
    }

    @Override
    public int weight() {
        return claims.size()
                + loggedKeys()
                + recent.weight()
                + incoming.size()
                + transfers.size()
                + levels.locations().size()
                + policy.terms().size();
    }

    private AllocationRules rules() {
        return new AllocationRules(levels, policy, incoming::awaited);
    }

    private @Nullable Long reorderPoint() {
        return policy.at(null).reorderPoint();
    }

    private void requireAvailable(Sku sku, LocationId location, long units) {
        long available = rules().available(location);
        if (units > available) {
            throw InsufficientStock.of(sku, units, available);
        }
    }

    private static void requireUnavailable(Sku sku, LocationId location, long units, long unavailable) {
        if (units > unavailable) {
            throw new InsufficientUnavailable(sku, location, units, unavailable);
        }
    }

    private List<Allocation> choose(Sku sku, List<UnitRequest> requests, LocationSelection selection) {
        sales.requireOpen(sku);
        AllocationRules rules = rules();
        List<Allocation> chosen = rules.choose(requests, selection);
        if (chosen == null) {
            throw new InsufficientStock(rules.shortages(sku, requests));
        }
        return chosen;
    }

    /** The units that the attempt holds already; null for none. Another attempt of the reservation has to end first. */
    private @Nullable List<Allocation> heldBy(HoldUnits command) {
        Claim claim = claims.get(command.reservationId());
        if (claim != null && !claim.attempt().equals(command.attempt())) {
            throw new HoldInProgress(command.reservationId());
        }
        return claim == null ? null : claim.allocations();
    }

    /** The units that the attempt has added already; null for none. A later decision or another attempt has to be followed first. */
    private @Nullable List<Allocation> heldBy(HoldMoreUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        long replaced = command.recorded().version();
        List<Allocation> added = claim == null ? null : claim.addedBy(command.replacement());
        if (claim == null
                || claim.allocated()
                || claim.version() > replaced
                || added == null && claim.addition() != null && claim.version() == replaced) {
            throw new HoldInProgress(command.reservationId());
        }
        return added;
    }

    private @Nullable Claim claimOf(ReservationId reservation, String attempt) {
        Claim claim = claims.get(reservation);
        return claim != null && claim.attempt().equals(attempt) ? claim : null;
    }

    private boolean ship(Sku sku, ReservationId reservation, Claim claim, long upTo, @Nullable Recorded recorded) {
        Claim shipping = claim;
        if (!claim.allocated() && upTo > 0) {
            shipping = allocate(sku, reservation, claim, recorded);
        }
        List<Allocation> leaving = shipping.leavingUpTo(upTo);
        if (leaving.isEmpty()) {
            return false;
        }
        apply(new UnitsShipped(sku, reservation, leaving));
        return true;
    }

    /** Allocates the recorded units; others belong to an attempt that was not recorded, or to replaced lines. */
    private Claim allocate(Sku sku, ReservationId reservation, Claim claim, @Nullable Recorded recorded) {
        if (recorded != null) {
            reduce(sku, reservation, claim, recorded);
        }
        apply(new UnitsAllocated(
                sku, reservation, claims.getOrDefault(reservation, claim).allocations()));
        return claims.getOrDefault(reservation, claim);
    }

    private static boolean reduce(Sku sku, ReservationId reservation, Claim claim, Recorded recorded) {
        List<Allocation> beyond = claim.beyond(recorded);
        if (!beyond.isEmpty()) {
            apply(new HoldReduced(sku, reservation, beyond, ReleaseCause.RELEASED, recorded.version()));
        }
        return !beyond.isEmpty();
    }

    /** Applies an event and answers with the state after it. */
    private Outcome<StockAnswer> applied(StockEvent event) {
        apply(event);
        return Outcome.of(Objects.requireNonNull(answerTo(event)), event.sku().stockStream());
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
            levels.known(event.locationId());
        }
    }

    @EventSourcingHandler
    void on(IncomingAnnounced event) {
        stream = event.sku().stockStream();
        levels.known(event.locationId());
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
    void on(StockReceived event) {
        stream = event.sku().stockStream();
        levels.onHand(event.locationId(), event.onHandChange());
    }

    @EventSourcingHandler
    void on(StockAdjusted event) {
        stream = event.sku().stockStream();
        levels.onHand(event.locationId(), event.onHandChange());
        levels.unavailable(event.locationId(), event.unavailableChange());
    }

    @EventSourcingHandler
    void on(StockCounted event) {
        stream = event.sku().stockStream();
        levels.onHand(event.locationId(), event.delta());
        levels.unavailable(event.locationId(), event.unavailableChange());
    }

    @EventSourcingHandler
    void on(UnitsSetAside event) {
        levels.unavailable(event.locationId(), event.quantity());
    }

    @EventSourcingHandler
    void on(UnitsPutBack event) {
        levels.unavailable(event.locationId(), -event.quantity());
    }

    @EventSourcingHandler
    void on(TransferSent event) {
        levels.onHand(event.from(), -event.quantity());
        transfers.sent(Transfer.of(event));
    }

    @EventSourcingHandler
    void on(TransferReceived event) {
        levels.onHand(event.to(), event.received());
        transfers.received(event);
    }

    @EventSourcingHandler
    void on(UnitsHeld event) {
        levels.held(event.allocations(), 1);
        claims.put(event.reservationId(), Claim.held(event.attempt(), event.allocations()));
    }

    @EventSourcingHandler
    void on(HoldIncreased event) {
        levels.held(event.allocations(), 1);
        claims.computeIfPresent(
                event.reservationId(),
                (id, claim) -> claim.increased(event.attempt(), event.allocations(), event.reservationVersion()));
    }

    @EventSourcingHandler
    void on(HoldReduced event) {
        levels.held(event.allocations(), -1);
        claims.computeIfPresent(
                event.reservationId(), (id, claim) -> claim.reduced(event.allocations(), event.reservationVersion()));
    }

    @EventSourcingHandler
    void on(HoldReleased event) {
        levels.held(event.allocations(), -1);
        claims.remove(event.reservationId());
    }

    @EventSourcingHandler
    void on(UnitsAllocated event) {
        levels.held(event.allocations(), -1).allocated(event.allocations(), 1);
        claims.computeIfPresent(event.reservationId(), (id, claim) -> claim.confirmed());
    }

    @EventSourcingHandler
    void on(AllocationReleased event) {
        levels.allocated(event.allocations(), -1);
        claims.remove(event.reservationId());
    }

    @EventSourcingHandler
    void on(UnitsShipped event) {
        levels.shipped(event.allocations());
        claims.computeIfPresent(event.reservationId(), (id, claim) -> {
            Claim after = claim.shipped(Allocation.units(event.allocations()));
            return after.rest().isEmpty() ? null : after;
        });
    }

    @EventSourcingHandler
    void on(UnitsReturned event, @SequenceNumber long version) {
        levels.returned(event.allocations(), event.condition());
        returns.add(event.reservationId(), event.number(), version);
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

    @EventSourcingHandler
    void on(SalesStopped event) {
        stream = event.sku().stockStream();
        sales = new Sales(true, event.productVersion());
    }

    @EventSourcingHandler
    void on(SalesResumed event) {
        stream = event.sku().stockStream();
        sales = new Sales(false, event.productVersion());
    }
}
