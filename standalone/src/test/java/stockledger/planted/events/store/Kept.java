package stockledger.planted.events.store;

/** What only doors may import. */
public class Kept {}
