package stockledger.planted.events.store;

/** A type that only doors may import. */
public class Kept {}
