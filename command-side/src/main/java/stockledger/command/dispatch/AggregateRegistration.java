package stockledger.command.dispatch;

/**
 * Registers an aggregate. Its annotations give the stored name and the revision of its snapshots.
 *
 * @param type the aggregate
 * @param cached whether instances are kept in memory after a command
 */
public record AggregateRegistration<T>(Class<T> type, boolean cached) {

    public AggregateRegistration(Class<T> type) {
        this(type, true);
    }

    /** Registers an aggregate that seldom gets a second command. */
    public static <T> AggregateRegistration<T> uncached(Class<T> type) {
        return new AggregateRegistration<>(type, false);
    }
}
