package stockledger.command.dispatch;

/**
 * Registers an aggregate. Its annotations give the stored name and the revision of its snapshots.
 *
 * @param type the aggregate
 */
public record AggregateRegistration<T>(Class<T> type) {}
