package stockledger.planted.command.catalog;

import stockledger.planted.command.stock.StockCommand;

/** Planted: a feature that is not composed imports another, if only its command. */
class Nosy {
    StockCommand command;
}
