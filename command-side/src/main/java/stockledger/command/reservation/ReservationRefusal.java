package stockledger.command.reservation;

import java.util.List;
import java.util.Map;
import stockledger.command.dispatch.Refusal;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** The refusals of reservation commands. */
public abstract sealed class ReservationRefusal extends Refusal {

    private ReservationRefusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(kind, code, detail, properties);
    }

    /** The reservation does not exist. */
    public static final class ReservationNotFound extends ReservationRefusal {
        public ReservationNotFound(ReservationId id) {
            super(Kind.UNKNOWN, "reservation-not-found", "There is no such reservation.", Map.of("id", id));
        }
    }

    /** A reservation with this id exists, and is not held any more or was requested otherwise. */
    public static final class ReservationExists extends ReservationRefusal {
        public ReservationExists(ReservationId id, ReservationStatus status) {
            super(
                    Kind.CONFLICT,
                    "reservation-exists",
                    status == ReservationStatus.HELD
                            ? "The id belongs to a reservation that was requested otherwise, or whose hold has expired."
                            : "A reservation with this id exists and is " + status.publicName() + ".",
                    Map.of("id", id, "reservationStatus", status.publicName()));
        }
    }

    /** The reservation was changed while units for a change of it were held: its lines or status may be others now. */
    public static final class ChangeOvertaken extends ReservationRefusal {
        public ChangeOvertaken(ReservationId id) {
            super(
                    Kind.BUSY,
                    "reservation-in-progress",
                    "Another request changed the reservation; retry shortly.",
                    Map.of("id", id));
        }
    }

    /** The hold has expired. */
    public static final class HoldExpired extends ReservationRefusal {
        public HoldExpired(ReservationId id) {
            super(Kind.CONFLICT, "reservation-expired", "The hold has expired.", Map.of("id", id));
        }
    }

    /** The reservation has another status than the command needs. */
    public static final class ReservationNotHeld extends ReservationRefusal {
        public ReservationNotHeld(ReservationId id, ReservationStatus status) {
            super(
                    Kind.CONFLICT,
                    "reservation-not-held",
                    "The reservation is " + status.publicName() + ".",
                    Map.of("id", id, "reservationStatus", status.publicName()));
        }
    }

    /** A held reservation must be confirmed before it ships. */
    public static final class ReservationNotConfirmed extends ReservationRefusal {
        public ReservationNotConfirmed(ReservationId id) {
            super(
                    Kind.CONFLICT,
                    "reservation-not-confirmed",
                    "The reservation is held; confirm it before shipping.",
                    Map.of("id", id, "reservationStatus", ReservationStatus.HELD.publicName()));
        }
    }

    /**
     * This attempt to hold the lines took too long: recovery abandoned it and released them. The code is that of a
     * concurrent attempt, since the caller does the same: retry.
     */
    public static final class AttemptAbandoned extends ReservationRefusal {
        public AttemptAbandoned(ReservationId id) {
            super(
                    Kind.BUSY,
                    "reservation-in-progress",
                    "Holding the lines took too long and was abandoned; retry.",
                    Map.of("id", id));
        }
    }

    /**
     * A line with more units than possible.
     *
     * @param possible the most units that are possible
     */
    public record TooMany(Sku sku, long requested, long possible) {}

    /** A shipment exceeds what is left to ship. */
    public static final class ShipmentTooLarge extends ReservationRefusal {
        public ShipmentTooLarge(ReservationId id, List<TooMany> lines) {
            super(
                    Kind.CONFLICT,
                    "shipment-too-large",
                    "Fewer units are left to ship than requested; nothing was shipped.",
                    Map.of("id", id, "lines", List.copyOf(lines)));
        }
    }

    /** A return exceeds what was shipped and not returned. */
    public static final class ReturnTooLarge extends ReservationRefusal {
        public ReturnTooLarge(ReservationId id, List<TooMany> lines) {
            super(
                    Kind.CONFLICT,
                    "return-too-large",
                    "The return exceeds the units shipped and not returned; nothing was returned.",
                    Map.of("id", id, "lines", List.copyOf(lines)));
        }
    }
}
