package stockledger.command.reservation;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.command.reservation.ReservationCommand.GetReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal.AttemptAbandoned;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotConfirmed;
import stockledger.command.reservation.ReservationRefusal.ReservationNotHeld;
import stockledger.command.reservation.ReservationRefusal.ReturnTooLarge;
import stockledger.command.reservation.ReservationRefusal.ShipmentTooLarge;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;

/**
 * A claim on units of several SKUs. It is recorded when every line is held. From then on the reservation decides, and the
 * stock of each SKU follows. The names of the fields are part of stored snapshots.
 */
@AggregateRoot(type = "reservation")
@JsonTypeName("snapshot.reservation")
@Revision("2")
final class Reservation extends IdempotentAggregate<ReservationState> {

    private @Nullable ReservationStatus status;
    private String attempt = "";
    private Cart cart = Cart.EMPTY;
    private @Nullable Instant expiresAt;
    private @Nullable String reference;
    private int abandonments;
    private int returns;
    private @Nullable DecidedReturn latestReturn;

    Reservation() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<ReservationState> record(RecordHold command) {
        if (status != null && status != ReservationStatus.ABANDONED) {
            throw new ReservationExists(command.id());
        }
        if (command.abandonments() != abandonments) {
            throw new AttemptAbandoned(command.id());
        }
        apply(new ReservationHeld(
                command.id(), command.attempt(), command.lines(), command.expiresAt(), command.reference()));
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> confirm(ConfirmReservation command) {
        if (status == ReservationStatus.HELD) {
            if (isExpired(command.now())) {
                throw new HoldExpired(command.id());
            }
            apply(new ReservationConfirmed(command.id()));
        } else if (status != ReservationStatus.CONFIRMED && status != ReservationStatus.SHIPPED) {
            throw expiredOrNotHeld(command.id());
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> extend(ExtendReservation command) {
        if (status != ReservationStatus.HELD) {
            throw expiredOrNotHeld(command.id());
        }
        if (isExpired(command.now())) {
            throw new HoldExpired(command.id());
        }
        if (expiresAt == null || command.expiresAt().isAfter(expiresAt)) {
            apply(new ReservationExtended(command.id(), command.expiresAt()));
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> cancel(CancelReservation command) {
        if (status == ReservationStatus.HELD) {
            apply(new ReservationReleased(command.id()));
        } else if (status == ReservationStatus.CONFIRMED) {
            apply(new ReservationCancelled(command.id()));
        } else if (status != ReservationStatus.CANCELLED && status != ReservationStatus.RELEASED) {
            throw expiredOrNotHeld(command.id());
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> release(ReleaseReservation command) {
        if (status == ReservationStatus.HELD) {
            apply(new ReservationReleased(command.id()));
        } else if (status != ReservationStatus.RELEASED) {
            throw expiredOrNotHeld(command.id());
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> ship(ShipReservation command) {
        if (status == ReservationStatus.HELD) {
            throw new ReservationNotConfirmed(command.id());
        }
        if (status != ReservationStatus.CONFIRMED && status != ReservationStatus.SHIPPED) {
            throw expiredOrNotHeld(command.id());
        }
        List<TooMany> tooMany = cart.exceedingLeft(command.parts());
        if (!tooMany.isEmpty()) {
            throw new ShipmentTooLarge(command.id(), tooMany);
        }
        if (status == ReservationStatus.CONFIRMED) {
            apply(
                    command.parts().isEmpty() || cart.isRest(command.parts())
                            ? new ReservationShipped(command.id())
                            : new ReservationPartlyShipped(command.id(), command.parts()));
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> returnUnits(ReturnUnits command) {
        List<TooMany> tooMany = cart.exceedingShipped(command.lines());
        if (!tooMany.isEmpty()) {
            throw new ReturnTooLarge(command.id(), tooMany);
        }
        apply(new ReservationReturned(command.id(), returns + 1, cart.placed(command.lines()), command.reference()));
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> expire(ExpireReservation command) {
        if (status == ReservationStatus.HELD && isExpired(command.now())) {
            apply(new ReservationExpired(command.id()));
        }
        return state(command);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<ReservationState> abandon(AbandonReservation command) {
        if (status == null || status == ReservationStatus.ABANDONED) {
            apply(new ReservationAbandoned(command.id()));
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> get(GetReservation command) {
        return state(command);
    }

    private boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    private RuntimeException expiredOrNotHeld(ReservationId id) {
        ReservationStatus now = status == null ? ReservationStatus.ABANDONED : status;
        return now == ReservationStatus.EXPIRED ? new HoldExpired(id) : new ReservationNotHeld(id, now);
    }

    private Outcome<ReservationState> state(ReservationCommand command) {
        return Outcome.of(state(command.id()), command.stream());
    }

    private ReservationState state(ReservationId id) {
        ReservationStatus now = status == null ? ReservationStatus.ABANDONED : status;
        return new ReservationState(id, now, attempt, cart.lines(), expiresAt, reference, abandonments, latestReturn);
    }

    /** The answer to the command that caused the event, from the state after the event. */
    @Override
    protected ReservationState answerTo(Object event) {
        return state(((ReservationEvent) event).id());
    }

    @EventSourcingHandler
    void on(ReservationHeld event) {
        stream = event.id().stream();
        status = ReservationStatus.HELD;
        attempt = event.attempt();
        cart = Cart.of(event.lines());
        expiresAt = event.expiresAt();
        reference = event.reference();
    }

    @EventSourcingHandler
    void on(ReservationConfirmed event) {
        status = ReservationStatus.CONFIRMED;
    }

    @EventSourcingHandler
    void on(ReservationReleased event) {
        status = ReservationStatus.RELEASED;
    }

    @EventSourcingHandler
    void on(ReservationExtended event) {
        expiresAt = event.expiresAt();
    }

    @EventSourcingHandler
    void on(ReservationCancelled event) {
        status = ReservationStatus.CANCELLED;
    }

    @EventSourcingHandler
    void on(ReservationExpired event) {
        status = ReservationStatus.EXPIRED;
    }

    @EventSourcingHandler
    void on(ReservationPartlyShipped event) {
        cart = cart.shipped(event.lines());
    }

    @EventSourcingHandler
    void on(ReservationShipped event) {
        status = ReservationStatus.SHIPPED;
        cart = cart.shipped();
    }

    @EventSourcingHandler
    void on(ReservationReturned event) {
        cart = cart.returned(event.lines());
        returns = event.number();
        latestReturn = DecidedReturn.of(event);
    }

    @EventSourcingHandler
    void on(ReservationAbandoned event) {
        stream = event.id().stream();
        status = ReservationStatus.ABANDONED;
        abandonments++;
    }
}
