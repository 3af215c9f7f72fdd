package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.FixtureConfiguration;
import stockledger.command.RefusedWith;
import stockledger.command.dispatch.Outcome;
import stockledger.events.Allocation;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationHeld;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;

/** The reservation of the tests. */
final class ReservationExamples {

    static final ReservationId CART = new ReservationId("cart-1");
    static final String ATTEMPT = "attempt-1";
    static final Instant EXPIRES = Instant.parse("2026-03-01T10:15:00Z");
    static final Instant IN_TIME = EXPIRES.minusMillis(1);
    static final List<ReservedLine> LINES = List.of(
            new ReservedLine(new Sku("MUG-1"), 3, List.of(new Allocation(new LocationId("MAIN"), 3))),
            new ReservedLine(new Sku("PLATE-2"), 1, List.of(new Allocation(new LocationId("SHOP"), 1))));
    static final ReservationHeld HELD = new ReservationHeld(CART, ATTEMPT, LINES, EXPIRES, "order 9");
    static final ReservationConfirmed CONFIRMED = new ReservationConfirmed(CART);
    static final ReservationReleased RELEASED = new ReservationReleased(CART);
    static final ReservationCancelled CANCELLED = new ReservationCancelled(CART);
    static final ReservationExpired EXPIRED = new ReservationExpired(CART);
    static final ReservationShipped SHIPPED = new ReservationShipped(CART);
    static final ReservationAbandoned ABANDONED = new ReservationAbandoned(CART);

    private ReservationExamples() {}

    static FixtureConfiguration<Reservation> reservation() {
        return new AggregateTestFixture<>(Reservation.class);
    }

    /** The events that lead to a status. */
    static List<ReservationEvent> eventsUpTo(ReservationStatus status) {
        return switch (status) {
            case HELD -> List.of(HELD);
            case CONFIRMED -> List.of(HELD, CONFIRMED);
            case SHIPPED -> List.of(HELD, CONFIRMED, SHIPPED);
            case RELEASED -> List.of(HELD, RELEASED);
            case EXPIRED -> List.of(HELD, EXPIRED);
            case CANCELLED -> List.of(HELD, CONFIRMED, CANCELLED);
            case ABANDONED -> List.of(ABANDONED);
        };
    }

    /** The answer after the events of a status and further ones. */
    static Outcome<ReservationState> stateAfter(ReservationStatus status, List<?> earlier, Object... next) {
        List<Object> events = new ArrayList<>(earlier);
        events.addAll(List.of(next));
        Cart cart = Cart.EMPTY;
        DecidedReturn latest = null;
        Instant expires = null;
        String attempt = "";
        HoldRequest request = null;
        LineReplacement replacement = null;
        for (int i = 0; i < events.size(); i++) {
            Object event = events.get(i);
            if (event instanceof ReservationHeld held) {
                cart = Cart.of(held.lines(), held.attempt());
                expires = held.expiresAt();
                attempt = held.attempt();
                request = new HoldRequest(held.ttlSeconds(), held.policy(), null, held.expiresAt(), i);
                replacement = null;
            } else if (event instanceof ReservationLinesReplaced replaced) {
                Cart before = cart;
                cart = Cart.of(replaced.lines(), replaced.attempt());
                attempt = replaced.attempt();
                replacement = LineReplacement.of(before, cart);
            } else if (event instanceof ReservationConfirmed || event instanceof ReservationReleased) {
                expires = null;
            } else if (event instanceof ReservationPartlyShipped part) {
                cart = cart.shipped(part.lines());
            } else if (event instanceof ReservationShipped) {
                cart = cart.shipped();
            } else if (event instanceof ReservationReturned back) {
                cart = cart.returned(back.lines());
                latest = new DecidedReturn(back.number(), back.lines(), back.reference());
            }
        }
        int abandonments = (int) events.stream().filter(ABANDONED::equals).count();
        boolean everHeld = events.stream().anyMatch(ReservationHeld.class::isInstance);
        ReservationState state = new ReservationState(
                CART,
                events.size() - 1L,
                status,
                attempt,
                cart.lines(),
                expires,
                everHeld ? "order 9" : null,
                abandonments,
                latest,
                request,
                replacement);
        return new Outcome<>(state, CART.stream(), events.size() - 1);
    }

    static RefusedWith expired() {
        return RefusedWith.conflict("reservation-expired", Map.of("id", CART));
    }

    static RefusedWith notHeld(String status) {
        return RefusedWith.conflict("reservation-not-held", Map.of("id", CART, "reservationStatus", status));
    }
}
