package stockledger.violations.command;

/** The configuration of a side. */
public class CommandSide {}
