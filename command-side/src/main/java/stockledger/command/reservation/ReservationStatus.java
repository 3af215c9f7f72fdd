package stockledger.command.reservation;

import java.util.Locale;

/** How a reservation stands. */
enum ReservationStatus {
    HELD,
    CONFIRMED,
    SHIPPED,
    RELEASED,
    EXPIRED,
    /** Given up after it was confirmed. */
    CANCELLED,
    /** Never wholly held; another attempt may hold it. */
    ABANDONED;

    /** The word that callers see; to them, what was never wholly held is free again like what was released. */
    String word() {
        return (this == ABANDONED ? RELEASED : this).name().toLowerCase(Locale.ROOT);
    }
}
