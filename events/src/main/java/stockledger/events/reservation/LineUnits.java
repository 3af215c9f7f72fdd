package stockledger.events.reservation;

import stockledger.events.Sku;

/**
 * Some of a line's units.
 *
 * @param quantity units, at least 1
 */
public record LineUnits(Sku sku, long quantity) {}
