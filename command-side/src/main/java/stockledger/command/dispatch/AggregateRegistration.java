package stockledger.command.dispatch;

/**
 * A feature room's word that it has an aggregate. The type carries a stored name and a revision for its snapshots.
 *
 * @param type the aggregate
 */
public record AggregateRegistration<T>(Class<T> type) {}
