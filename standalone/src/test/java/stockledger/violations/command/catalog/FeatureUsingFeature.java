package stockledger.violations.command.catalog;

import stockledger.violations.command.stock.StockCommand;

/** Violates: only reservation, bulk and async import other features, by command and refusal. */
class FeatureUsingFeature {
    StockCommand command;
}
