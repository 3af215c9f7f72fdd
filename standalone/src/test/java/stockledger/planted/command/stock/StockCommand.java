package stockledger.planted.command.stock;

/** A sealed command type, which a room may publish. */
public sealed interface StockCommand {

    /** The only command. */
    record CountStock() implements StockCommand {}
}
