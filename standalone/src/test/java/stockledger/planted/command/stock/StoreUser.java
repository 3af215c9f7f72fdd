package stockledger.planted.command.stock;

import stockledger.planted.events.store.Kept;

/** Planted: a room that is no door imports the event store. */
class StoreUser {
    Kept kept;
}
