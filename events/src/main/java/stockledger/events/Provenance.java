package stockledger.events;

/** The metadata keys that every event carries: who did it, in which request, because of what. */
public final class Provenance {

    /** Who asked: a name the caller gave, or {@code anonymous}. */
    public static final String ACTOR = "actor";

    /** The request or job that started it all; the same on everything that followed from it. */
    public static final String CORRELATION_ID = "correlationId";

    /** The identifier of the message that directly caused this one. */
    public static final String CAUSATION_ID = "causationId";

    private Provenance() {}
}
