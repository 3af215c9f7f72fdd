package stockledger.planted.command.stock;

/** A sealed command type, as a room may show it. */
public sealed interface StockCommand {

    /** The one there is. */
    record CountStock() implements StockCommand {}
}
