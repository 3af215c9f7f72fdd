package stockledger.violations.command.stock;

import stockledger.violations.events.store.StoreType;

/** Violates: only the configurations of the sides import events.store. */
class PackageUsingEventStore {
    StoreType type;
}
