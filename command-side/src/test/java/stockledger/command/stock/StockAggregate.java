package stockledger.command.stock;

import stockledger.command.dispatch.AggregateRegistration;

/** The stock aggregate, for tests of other packages. */
public final class StockAggregate {

    private StockAggregate() {}

    public static AggregateRegistration<?> aggregate() {
        return new StockConfiguration().stockAggregate();
    }
}
