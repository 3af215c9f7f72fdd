package stockledger.violations.command.stock;

/** A sealed command type, which a package may publish. */
public sealed interface StockCommand {

    /** The only command. */
    record CountStock() implements StockCommand {}
}
