package stockledger.command.reservation;

import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** Why a reservation does not do what was asked. */
public abstract sealed class ReservationRefusal extends Refusal {

    private ReservationRefusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(kind, code, detail, facts);
    }

    /** There is no such reservation. */
    public static final class ReservationNotFound extends ReservationRefusal {
        public ReservationNotFound(ReservationId id) {
            super(Kind.UNKNOWN, "reservation-not-found", "There is no such reservation.", Map.of("id", id));
        }
    }

    /** The id stands for other lines already. */
    public static final class ReservationExists extends ReservationRefusal {
        public ReservationExists(ReservationId id) {
            super(
                    Kind.CONFLICT,
                    "reservation-exists",
                    "There is a reservation of other lines with this id.",
                    Map.of("id", id));
        }
    }

    /** The time to confirm is over. */
    public static final class HoldExpired extends ReservationRefusal {
        public HoldExpired(ReservationId id) {
            super(Kind.CONFLICT, "reservation-expired", "The time to confirm it is over.", Map.of("id", id));
        }
    }

    /** It is no longer, or was never, merely held. */
    public static final class NotHeld extends ReservationRefusal {
        public NotHeld(ReservationId id, ReservationStatus status) {
            super(
                    Kind.CONFLICT,
                    "reservation-not-held",
                    "It is " + status.word() + ".",
                    Map.of("id", id, "reservationStatus", status.word()));
        }
    }

    /** What is only held cannot be shipped. */
    public static final class NotConfirmed extends ReservationRefusal {
        public NotConfirmed(ReservationId id) {
            super(
                    Kind.CONFLICT,
                    "reservation-not-confirmed",
                    "It is held; confirm it before it is shipped.",
                    Map.of("id", id, "reservationStatus", ReservationStatus.HELD.word()));
        }
    }

    /** The attempt took so long that it was given up, and its lines were released. */
    public static final class HoldGivenUp extends ReservationRefusal {
        public HoldGivenUp(ReservationId id) {
            super(
                    Kind.BUSY,
                    "reservation-in-progress",
                    "Holding the lines took too long and was given up; try again.",
                    Map.of("id", id));
        }
    }

    /**
     * More units of a SKU than there can be.
     *
     * @param possible at most so many
     */
    public record TooMany(Sku sku, long requested, long possible) {}

    /** More would leave than is left. */
    public static final class ShipmentTooLarge extends ReservationRefusal {
        public ShipmentTooLarge(ReservationId id, List<TooMany> lines) {
            super(
                    Kind.CONFLICT,
                    "shipment-too-large",
                    "Fewer units than that are left to ship; nothing was shipped.",
                    Map.of("id", id, "lines", List.copyOf(lines)));
        }
    }

    /** More would come back than left and stayed away. */
    public static final class ReturnTooLarge extends ReservationRefusal {
        public ReturnTooLarge(ReservationId id, List<TooMany> lines) {
            super(
                    Kind.CONFLICT,
                    "return-too-large",
                    "Fewer units than that were shipped and not returned; nothing was returned.",
                    Map.of("id", id, "lines", List.copyOf(lines)));
        }
    }
}
