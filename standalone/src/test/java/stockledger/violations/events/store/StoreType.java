package stockledger.violations.events.store;

/** A type that only the configurations of the sides may import. */
public class StoreType {}
