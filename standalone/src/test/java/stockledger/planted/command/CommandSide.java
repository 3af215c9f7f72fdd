package stockledger.planted.command;

/** A door. */
public class CommandSide {}
