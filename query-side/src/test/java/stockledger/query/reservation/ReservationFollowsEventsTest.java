package stockledger.query.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static stockledger.query.SampleEvents.EXPIRY;
import static stockledger.query.SampleEvents.at;
import static stockledger.query.SampleEvents.registered;
import static stockledger.query.SampleEvents.reservationHeld;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.events.ReservationId;
import stockledger.events.ReturnCondition;
import stockledger.events.Sku;
import stockledger.events.reservation.LineUnits;
import stockledger.events.reservation.ReservationEvent;
import stockledger.events.reservation.ReservationEvent.ReservationAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationCancelled;
import stockledger.events.reservation.ReservationEvent.ReservationChangeAbandoned;
import stockledger.events.reservation.ReservationEvent.ReservationConfirmed;
import stockledger.events.reservation.ReservationEvent.ReservationExpired;
import stockledger.events.reservation.ReservationEvent.ReservationExtended;
import stockledger.events.reservation.ReservationEvent.ReservationLinesReplaced;
import stockledger.events.reservation.ReservationEvent.ReservationPartlyShipped;
import stockledger.events.reservation.ReservationEvent.ReservationReleased;
import stockledger.events.reservation.ReservationEvent.ReservationReturned;
import stockledger.events.reservation.ReservationEvent.ReservationShipped;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.reservation.ReturnedLine;
import stockledger.query.Fold;

/** A reservation is a pure function of its events. */
class ReservationFollowsEventsTest {

    private static final ReservationId ID = new ReservationId("r1");
    private static final Sku SKU = new Sku("mug");

    private static ReservationView fold(Object... events) {
        return Fold.of(ReservationView.empty("r1"), ReservationView::on, events);
    }

    private static ReservationView heldAnd(ReservationEvent... events) {
        List<Object> all = new ArrayList<>(List.of(reservationHeld("r1", "mug", at("main", 3))));
        all.addAll(List.of(events));
        return fold(all.toArray());
    }

    @Test
    void aHeldReservationShowsItsLines() {
        assertThat(heldAnd())
                .isEqualTo(new ReservationView(
                        "r1", "held", List.of(new LineView("mug", 3, at("main", 3), 0, 0)), EXPIRY, "cart 7", null));
    }

    @Test
    void aReservationHeldAgainShowsItsNewLines() {
        assertThat(heldAnd(reservationHeld("r1", "cup", at("shop", 1))).lines())
                .containsExactly(new LineView("cup", 1, at("shop", 1), 0, 0));
    }

    @Test
    void replacedLinesChangeNothingElse() {
        ReservationLinesReplaced replaced = new ReservationLinesReplaced(
                ID, "second", List.of(new ReservedLine(new Sku("cup"), 1, at("shop", 1), null, "second")));
        assertThat(heldAnd(replaced))
                .isEqualTo(new ReservationView(
                        "r1", "held", List.of(new LineView("cup", 1, at("shop", 1), 0, 0)), EXPIRY, "cart 7", null));
    }

    @Test
    void anAbandonedChangeChangesNothing() {
        assertThat(heldAnd(new ReservationChangeAbandoned(ID))).isEqualTo(heldAnd());
        assertThat(heldAnd(new ReservationExpired(ID), new ReservationChangeAbandoned(ID))
                        .status())
                .isEqualTo("expired");
    }

    @Test
    void onlyAHoldHasAnExpiry() {
        assertThat(heldAnd(new ReservationConfirmed(ID)).expiresAt()).isNull();
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationShipped(ID))
                        .expiresAt())
                .isNull();
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationCancelled(ID))
                        .expiresAt())
                .isNull();
        assertThat(heldAnd(new ReservationReleased(ID)).expiresAt()).isNull();
        assertThat(heldAnd(new ReservationExpired(ID)).expiresAt())
                .as("when it expired")
                .isEqualTo(EXPIRY);
    }

    @Test
    void everyStepChangesTheStatus() {
        assertThat(heldAnd(new ReservationConfirmed(ID)).status()).isEqualTo("confirmed");
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationShipped(ID))
                        .status())
                .isEqualTo("shipped");
        assertThat(heldAnd(new ReservationReleased(ID)).status()).isEqualTo("released");
        assertThat(heldAnd(new ReservationExpired(ID)).status()).isEqualTo("expired");
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationCancelled(ID))
                        .status())
                .isEqualTo("cancelled");
    }

    @Test
    void anAbandonedReservationIsReleasedAndHasNoExpiry() {
        assertThat(fold(new ReservationAbandoned(ID)))
                .isEqualTo(new ReservationView("r1", "released", List.of(), null, null, Fold.time(0)));
    }

    @Test
    void anExtensionChangesOnlyTheExpiry() {
        assertThat(heldAnd(new ReservationExtended(ID, EXPIRY.plusSeconds(60))))
                .isEqualTo(new ReservationView(
                        "r1",
                        "held",
                        List.of(new LineView("mug", 3, at("main", 3), 0, 0)),
                        EXPIRY.plusSeconds(60),
                        "cart 7",
                        null));
    }

    @Test
    void shippedAndReturnedUnitsAreCountedByLine() {
        ReservationView partly =
                heldAnd(new ReservationConfirmed(ID), new ReservationPartlyShipped(ID, List.of(new LineUnits(SKU, 1))));
        assertThat(partly.status()).isEqualTo("confirmed");
        assertThat(partly.lines()).containsExactly(new LineView("mug", 3, at("main", 3), 1, 0));

        ReservationReturned returned = new ReservationReturned(
                ID,
                1,
                List.of(
                        new ReturnedLine(SKU, at("main", 1), ReturnCondition.SELLABLE, 6),
                        new ReturnedLine(SKU, at("shop", 1), ReturnCondition.UNAVAILABLE, 6)),
                "slip 1");
        ReservationView shipped = heldAnd(new ReservationConfirmed(ID), new ReservationShipped(ID), returned);
        assertThat(shipped.status()).isEqualTo("shipped");
        assertThat(shipped.lines()).containsExactly(new LineView("mug", 3, at("main", 3), 3, 2));
    }

    @Test
    void itEndsWithTheLastEventWhenItClaimsNothing() {
        assertThat(heldAnd().endedAt()).isNull();
        assertThat(heldAnd(new ReservationConfirmed(ID)).endedAt()).isNull();
        assertThat(heldAnd(new ReservationReleased(ID)).endedAt()).isEqualTo(Fold.time(1));
        assertThat(heldAnd(new ReservationExpired(ID)).endedAt()).isEqualTo(Fold.time(1));
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationCancelled(ID))
                        .endedAt())
                .isEqualTo(Fold.time(2));
        ReservationReturned returned = new ReservationReturned(
                ID, 1, List.of(new ReturnedLine(SKU, at("main", 1), ReturnCondition.SELLABLE, 6)), null);
        assertThat(heldAnd(new ReservationConfirmed(ID), new ReservationShipped(ID), returned)
                        .endedAt())
                .isEqualTo(Fold.time(3));
    }

    @Test
    void aNewAttemptUnderTheSameIdOpensItAgain() {
        assertThat(fold(new ReservationAbandoned(ID), reservationHeld("r1", "mug", at("main", 3)))
                        .endedAt())
                .isNull();
    }

    @Test
    void anUnknownEventIsRefused() {
        assertThatIllegalStateException().isThrownBy(() -> fold(registered("mug")));
    }
}
