package stockledger.violations.command.location;

import stockledger.violations.command.stock.StockCommand;

/** Violates: only catalog, reservation, bulk and async import other features, by command and refusal. */
class FeatureUsingFeature {
    StockCommand command;
}
