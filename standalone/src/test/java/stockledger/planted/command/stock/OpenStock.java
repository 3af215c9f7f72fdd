package stockledger.planted.command.stock;

/** Planted: a feature room shows more than commands and refusals. */
public class OpenStock {}
