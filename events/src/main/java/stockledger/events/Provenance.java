package stockledger.events;

/** The metadata keys that every event carries: who did it, in which request, because of what. */
public final class Provenance {

    /** Who asked: a name the caller gave, or {@code anonymous}. */
    public static final String ACTOR = "actor";

    /** The request or job that started it all; the same on everything that followed from it. */
    public static final String CORRELATION_ID = "correlationId";

    /** The identifier of the message that directly caused this one. */
    public static final String CAUSATION_ID = "causationId";

    /** The key that the caller gave its request, so that it may be sent again; absent when it gave none. */
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** Tells the request from others under the same key. */
    public static final String FINGERPRINT = "fingerprint";

    /** The row of a job that it was, as {@code JOB/CHUNK/LINE}; absent when it was none. */
    public static final String JOB_ROW = "jobRow";

    /** Where in a W3C trace it was decided, 55 characters; absent when what asked for it was in none. */
    public static final String TRACE_PARENT = "traceparent";

    private Provenance() {}
}
