package stockledger.violations.command.dispatch;

import stockledger.violations.command.stock.StockCommand;

/** Violates: technical packages never import feature packages. */
public class TechnicalUsingFeature {
    StockCommand command;
}
