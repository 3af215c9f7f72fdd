package stockledger.command.reservation;

import java.util.Locale;

/** How a reservation stands. */
enum ReservationStatus {
    HELD,
    CONFIRMED,
    SHIPPED,
    RELEASED,
    EXPIRED,
    /** Never wholly held; another attempt may hold it. */
    ABANDONED;

    /** The word that callers see. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
