package stockledger.events.reservation;

import stockledger.events.Sku;

/**
 * Some units of a reservation line.
 *
 * @param quantity units, at least 1
 */
public record LineUnits(Sku sku, long quantity) {}
