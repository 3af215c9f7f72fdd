package stockledger.violations.command.reservation;

import stockledger.violations.command.stock.PublicFeatureType;

/** Violates: only catalog, reservation, bulk and async import other features, by command and refusal. */
class ReservationUsingPublicType {
    PublicFeatureType stock;
}
