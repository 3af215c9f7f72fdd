package stockledger.command.stock;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.SnapshotSize;
import stockledger.command.stock.StockCommand.AdjustStock;
import stockledger.command.stock.StockCommand.AllocateUnits;
import stockledger.command.stock.StockCommand.AnnounceIncoming;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.CancelUnits;
import stockledger.command.stock.StockCommand.Choosing;
import stockledger.command.stock.StockCommand.CountStock;
import stockledger.command.stock.StockCommand.HoldUnits;
import stockledger.command.stock.StockCommand.ReceiveStock;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockCommand.SendTransfer;
import stockledger.command.stock.StockCommand.SetAside;
import stockledger.command.stock.StockCommand.SetStockPolicy;
import stockledger.command.stock.StockCommand.ShipUnits;
import stockledger.command.stock.StockCommand.TakeBackUnits;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.IncomingNotFound;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.ReturnForgotten;
import stockledger.events.Allocation;
import stockledger.events.IncomingId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;
import stockledger.events.stock.StockEvent.AllocationReleased;
import stockledger.events.stock.StockEvent.HoldReleased;
import stockledger.events.stock.StockEvent.IncomingArrived;
import stockledger.events.stock.StockEvent.StockAdjusted;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.stock.StockEvent.UnitsAllocated;
import stockledger.events.stock.StockEvent.UnitsHeld;
import stockledger.events.stock.StockEvent.UnitsReturned;
import stockledger.events.stock.StockEvent.UnitsShipped;

/**
 * The units of one SKU at all its locations: one place decides what of it may be promised, so that nothing is promised
 * twice.
 */
@AggregateRoot(type = "stock")
@JsonTypeName("snapshot.stock")
@Revision("2")
final class StockItem extends StockBooks implements SnapshotSize {

    private Map<ReservationId, Claim> claims = new HashMap<>();
    private ProcessedReturns returns = new ProcessedReturns();

    StockItem() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> receive(ReceiveStock command) {
        IncomingId id = command.incomingId();
        Delivery delivery = id == null ? null : incoming.find(id);
        if (id != null && delivery == null) {
            throw new IncomingNotFound(id);
        }
        Outcome<StockAnswer> received =
                told(new StockReceived(command.sku(), command.locationId(), command.quantity(), command.reference()));
        if (delivery != null && delivery.expected() > 0) {
            long units = Math.min(delivery.expected(), command.quantity());
            apply(new IncomingArrived(command.sku(), delivery.id(), delivery.locationId(), units));
        }
        return received;
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> adjust(AdjustStock command) {
        if (command.delta() < 0) {
            requireAvailable(command.sku(), command.locationId(), -command.delta());
        }
        return told(new StockAdjusted(
                command.sku(), command.locationId(), command.delta(), command.reason(), command.reference()));
    }

    @Override
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<Boolean> setPolicy(SetStockPolicy command) {
        return super.setPolicy(command);
    }

    @Override
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> setAside(SetAside command) {
        return super.setAside(command);
    }

    @Override
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> count(CountStock command) {
        return super.count(command);
    }

    @Override
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> send(SendTransfer command) {
        return super.send(command);
    }

    @Override
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<StockAnswer> announce(AnnounceIncoming command) {
        return super.announce(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<List<Allocation>> hold(HoldUnits command) {
        Claim claim = claims.get(command.reservationId());
        if (claim != null && !claim.attempt().equals(command.attempt())) {
            throw new HoldInProgress(command.reservationId());
        }
        if (claim == null) {
            List<Allocation> chosen = choose(command.sku(), command.wanted(), command.choosing());
            apply(new UnitsHeld(
                    command.sku(),
                    command.reservationId(),
                    command.attempt(),
                    chosen,
                    command.expiresAt(),
                    command.choosing().policy()));
            return Outcome.of(chosen, command.stream());
        }
        return Outcome.of(claim.allocations(), command.stream());
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<List<Allocation>> assess(AssessUnits command) {
        return Outcome.of(choose(command.sku(), command.wanted(), command.choosing()), command.stream());
    }

    @CommandHandler
    Outcome<Boolean> allocate(AllocateUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        boolean due = claim != null && !claim.allocated();
        if (claim != null && due) {
            apply(new UnitsAllocated(command.sku(), command.reservationId(), claim.allocations()));
        }
        return Outcome.of(due, command.stream());
    }

    @CommandHandler
    Outcome<Boolean> release(ReleaseUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        boolean due = claim != null && !claim.allocated();
        if (claim != null && due) {
            apply(new HoldReleased(command.sku(), command.reservationId(), claim.allocations(), command.cause()));
        }
        return Outcome.of(due, command.stream());
    }

    /** Takes back what has not left, or what is only held because its stock has not followed yet. */
    @CommandHandler
    Outcome<Boolean> cancel(CancelUnits command) {
        ReservationId cart = command.reservationId();
        Claim claim = claimOf(cart, command.attempt());
        boolean due = claim != null;
        if (claim != null && ships(command.sku(), cart, claim, command.shipped())) {
            claim = claimOf(cart, command.attempt());
        }
        if (claim != null) {
            apply(
                    claim.allocated()
                            ? new AllocationReleased(command.sku(), cart, claim.rest())
                            : new HoldReleased(command.sku(), cart, claim.rest(), ReleaseCause.RELEASED));
        }
        return Outcome.of(due, command.stream());
    }

    /** Ships what is claimed. What was only held is allocated first: its reservation was confirmed all the same. */
    @CommandHandler
    Outcome<Boolean> ship(ShipUnits command) {
        Claim claim = claimOf(command.reservationId(), command.attempt());
        boolean due = claim != null && ships(command.sku(), command.reservationId(), claim, command.upTo());
        return Outcome.of(due, command.stream());
    }

    private boolean ships(Sku sku, ReservationId reservation, Claim claim, long upTo) {
        List<Allocation> leaving = claim.leavingUpTo(upTo);
        if (leaving.isEmpty()) {
            return false;
        }
        if (!claim.allocated()) {
            apply(new UnitsAllocated(sku, reservation, claim.allocations()));
        }
        apply(new UnitsShipped(sku, reservation, leaving));
        return true;
    }

    @CommandHandler
    Outcome<Boolean> takeBack(TakeBackUnits command) {
        boolean due = !returns.contain(command.reservationId(), command.number());
        if (due && !returns.allRememberedAfter(command.after())) {
            throw new ReturnForgotten(command.reservationId(), command.number());
        }
        if (due) {
            command.events().forEach(AggregateLifecycle::apply);
        }
        return Outcome.of(due, command.stream());
    }

    @Override
    public int weight() {
        return claims.size() + remembered();
    }

    private @Nullable Claim claimOf(ReservationId reservation, String attempt) {
        Claim claim = claims.get(reservation);
        return claim != null && claim.attempt().equals(attempt) ? claim : null;
    }

    private List<Allocation> choose(Sku sku, List<Wanted> wanted, Choosing choosing) {
        AllocationRules promises = promises();
        List<Allocation> chosen = promises.choose(wanted, choosing);
        if (chosen == null) {
            long requested = wanted.stream().mapToLong(Wanted::quantity).sum();
            throw InsufficientStock.of(sku, requested, promises.promisable(wanted));
        }
        return chosen;
    }

    @EventSourcingHandler
    void on(StockReceived event) {
        stream = event.sku().stockStream();
        levels = levels.onHand(event.locationId(), event.quantity());
    }

    @EventSourcingHandler
    void on(StockAdjusted event) {
        stream = event.sku().stockStream();
        levels = levels.onHand(event.locationId(), event.delta());
    }

    @EventSourcingHandler
    void on(UnitsHeld event) {
        levels = levels.held(event.allocations(), 1);
        claims.put(event.reservationId(), Claim.held(event.attempt(), event.allocations()));
    }

    @EventSourcingHandler
    void on(UnitsAllocated event) {
        levels = levels.held(event.allocations(), -1).allocated(event.allocations(), 1);
        claims.computeIfPresent(event.reservationId(), (id, claim) -> claim.confirmed());
    }

    @EventSourcingHandler
    void on(HoldReleased event) {
        levels = levels.held(event.allocations(), -1);
        claims.remove(event.reservationId());
    }

    @EventSourcingHandler
    void on(AllocationReleased event) {
        levels = levels.allocated(event.allocations(), -1);
        claims.remove(event.reservationId());
    }

    @EventSourcingHandler
    void on(UnitsShipped event) {
        levels = levels.shipped(event.allocations());
        claims.computeIfPresent(event.reservationId(), (id, claim) -> {
            Claim after = claim.shipped(Allocation.units(event.allocations()));
            return after.rest().isEmpty() ? null : after;
        });
    }

    @EventSourcingHandler
    void on(UnitsReturned event, @SequenceNumber long version) {
        levels = levels.returned(event.allocations(), event.condition());
        returns.note(event.reservationId(), event.number(), version);
    }
}
