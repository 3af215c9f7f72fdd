package stockledger.planted.command.stock;

/** Planted: a public type in a feature room that is neither a command nor a refusal. */
public class OpenStock {}
