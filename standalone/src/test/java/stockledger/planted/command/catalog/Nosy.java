package stockledger.planted.command.catalog;

import stockledger.planted.command.stock.StockCommand;

/** Planted: a feature that is not made of others sees another, by its command even. */
class Nosy {
    StockCommand command;
}
