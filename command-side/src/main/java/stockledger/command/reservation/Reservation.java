package stockledger.command.reservation;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.idempotency.IdempotentAggregate;
import stockledger.command.reservation.ReservationCommand.AbandonChange;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.command.reservation.ReservationCommand.GetReservation;
import stockledger.command.reservation.ReservationCommand.RecordHold;
import stockledger.command.reservation.ReservationCommand.RecordLines;
import stockledger.command.reservation.ReservationCommand.RecordRehold;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;
import stockledger.command.reservation.ReservationCommand.RepeatHold;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal.AttemptAbandoned;
import stockledger.command.reservation.ReservationRefusal.ChangeOvertaken;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotConfirmed;
import stockledger.command.reservation.ReservationRefusal.ReservationNotHeld;
import stockledger.command.reservation.ReservationRefusal.ReturnTooLarge;
import stockledger.command.reservation.ReservationRefusal.ShipmentTooLarge;
import stockledger.command.reservation.ReservationRefusal.TooMany;
import stockledger.events.Provenance;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
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
@Revision("3")
final class Reservation extends IdempotentAggregate<ReservationState> {

    private long version = -1;
    private @Nullable ReservationStatus status;
    private String attempt = "";
    private Cart cart = Cart.EMPTY;
    private @Nullable Instant expiresAt;
    private @Nullable String reference;
    private int abandonments;
    private int returns;
    private @Nullable DecidedReturn latestReturn;
    private @Nullable HoldRequest request;
    private @Nullable LineReplacement replacement;

    Reservation() {}

    /** Called for events that have a handler here, which all have. */
    @MessageHandlerInterceptor(messageType = EventMessage.class)
    void countVersion(EventMessage<?> event, InterceptorChain chain) throws Exception {
        version = ((DomainEventMessage<?>) event).getSequenceNumber();
        chain.proceed();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Outcome<ReservationState> record(RecordHold command) {
        if (status != null && status != ReservationStatus.ABANDONED) {
            throw new ReservationExists(command.id(), status);
        }
        if (command.abandonments() != abandonments) {
            throw new AttemptAbandoned(command.id());
        }
        apply(command.event());
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> repeat(RepeatHold command, @MetaDataValue(Provenance.ACTOR) @Nullable String caller) {
        HoldRequest first = request;
        if (status == null || status == ReservationStatus.ABANDONED || first == null) {
            return state(command);
        }
        boolean same = replacement == null
                && Objects.equals(command.reference(), reference)
                && first.isSameAs(command.ttlSeconds(), command.policy(), caller)
                && cart.isOf(command.lines());
        if (status != ReservationStatus.HELD || isExpired(command.now()) || !same) {
            throw new ReservationExists(command.id(), status);
        }
        ReservationState answered = state(command.id()).expiringAt(first.expiresAt());
        return new Outcome<>(answered, command.stream(), first.version(), true);
    }

    /** Until the expiry is recorded the units are still held, so that a late payment needs no others. */
    @CommandHandler
    Outcome<ReservationState> confirm(ConfirmReservation command) {
        if (status == ReservationStatus.HELD) {
            if (isExpired(command.now()) && command.rehold() == null) {
                throw new HoldExpired(command.id());
            }
            apply(new ReservationConfirmed(command.id()));
        } else if (status != ReservationStatus.CONFIRMED && status != ReservationStatus.SHIPPED) {
            throw expiredOrNotHeld(command.id());
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> record(RecordRehold command) {
        if (version != command.replaced()) {
            throw new ChangeOvertaken(command.id());
        }
        if (status != ReservationStatus.EXPIRED) {
            throw expiredOrNotHeld(command.id());
        }
        HoldRequest first = request;
        apply(new ReservationHeld(
                command.id(),
                command.attempt(),
                command.lines(),
                command.expiresAt(),
                reference,
                first == null ? null : first.ttlSeconds(),
                first == null ? null : first.policy()));
        apply(new ReservationConfirmed(command.id()));
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> record(RecordLines command) {
        requireHeld(command.id(), command.now());
        if (version != command.replaced()) {
            throw new ChangeOvertaken(command.id());
        }
        if (!cart.isRecordedAs(command.lines())) {
            apply(new ReservationLinesReplaced(
                    command.id(), command.attempt(), cart.withAttempts(command.lines(), command.attempt())));
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> abandon(AbandonChange command) {
        if (status == ReservationStatus.HELD || status == ReservationStatus.EXPIRED) {
            apply(new ReservationChangeAbandoned(command.id()));
        }
        return state(command);
    }

    @CommandHandler
    Outcome<ReservationState> extend(ExtendReservation command) {
        requireHeld(command.id(), command.now());
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

    private void requireHeld(ReservationId id, Instant now) {
        if (status != ReservationStatus.HELD) {
            throw expiredOrNotHeld(id);
        }
        if (isExpired(now)) {
            throw new HoldExpired(id);
        }
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
        return new ReservationState(
                id,
                version,
                now,
                attempt,
                cart.lines(),
                expiresAt,
                reference,
                abandonments,
                latestReturn,
                request,
                replacement);
    }

    /** The answer to the command that caused the event, from the state after the event. */
    @Override
    protected ReservationState answerTo(Object event) {
        return state(((ReservationEvent) event).id());
    }

    @EventSourcingHandler
    void on(ReservationHeld event, @MetaDataValue(Provenance.ACTOR) @Nullable String caller) {
        stream = event.id().stream();
        status = ReservationStatus.HELD;
        attempt = event.attempt();
        cart = Cart.of(event.lines(), event.attempt());
        expiresAt = event.expiresAt();
        reference = event.reference();
        request = new HoldRequest(event.ttlSeconds(), event.policy(), caller, event.expiresAt(), version);
        replacement = null;
    }

    @EventSourcingHandler
    void on(ReservationLinesReplaced event) {
        attempt = event.attempt();
        Cart replaced = cart;
        cart = Cart.of(event.lines(), event.attempt());
        replacement = LineReplacement.of(replaced, cart);
    }

    /** Only counted: an attempt that names an earlier version can no longer be recorded. */
    @EventSourcingHandler
    void on(ReservationChangeAbandoned event) {}

    @EventSourcingHandler
    void on(ReservationConfirmed event) {
        status = ReservationStatus.CONFIRMED;
        expiresAt = null;
    }

    @EventSourcingHandler
    void on(ReservationReleased event) {
        status = ReservationStatus.RELEASED;
        expiresAt = null;
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
