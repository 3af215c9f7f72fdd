package stockledger.planted.command.stock;

import stockledger.planted.events.store.Kept;

/** Planted: a room that is no door knows how events are kept. */
class StoreUser {
    Kept kept;
}
