package stockledger.planted.command.dispatch;

import stockledger.planted.command.stock.StockCommand;

/** Planted: a mechanism imports a feature. */
public class Hub {
    StockCommand command;
}
