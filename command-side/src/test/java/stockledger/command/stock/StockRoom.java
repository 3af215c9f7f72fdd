package stockledger.command.stock;

import stockledger.command.dispatch.AggregateRegistration;

/** The stock's aggregate, for tests of what is made of it. */
public final class StockRoom {

    private StockRoom() {}

    public static AggregateRegistration<?> aggregate() {
        return new StockWiring().stockAggregate();
    }
}
