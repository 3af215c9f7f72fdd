package stockledger.query.projection;

/**
 * What all processes know of events that cannot be processed.
 *
 * @param keys that are parked
 * @param discarded events that have no effect
 */
record ParkingStore(ParkedKeys keys, DiscardedEvents discarded) {}
