package stockledger.events.store;

/** The event store answers, but accepts no writes. */
final class StandbyEventStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StandbyEventStoreException(String url, Throwable cause) {
        super(
                "The event store at " + url.replaceAll("[?].*", "")
                        + " accepts no writes: it is a standby or read-only."
                        + " Both sides need the primary. Name all servers, so that they find it after a fail-over too:"
                        + " stockledger.event-store.jdbc.url=jdbc:postgresql://one:5432,two:5432/stockledger",
                cause);
    }
}
