package stockledger.events;

/** The metadata keys of events: actor, correlation, causation, idempotency key and trace. */
public final class Provenance {

    /** The name that the caller gave, or {@code anonymous}. */
    public static final String ACTOR = "actor";

    /** The request or job at the start of the chain of messages; the same on all of them. */
    public static final String CORRELATION_ID = "correlationId";

    /** The identifier of the message that caused this one. */
    public static final String CAUSATION_ID = "causationId";

    /** The idempotency key of the request; absent when it had none. */
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** Distinguishes the request from others with the same idempotency key. */
    public static final String FINGERPRINT = "fingerprint";

    /** The bulk row that the command came from, as {@code JOB/CHUNK/LINE}; absent for other commands. */
    public static final String JOB_ROW = "jobRow";

    /** Why an operator did it; absent when no reason was given, and for events that have it as a member. */
    public static final String REASON = "reason";

    /** The W3C traceparent of the command, 55 characters; absent when the command was not traced. */
    public static final String TRACE_PARENT = "traceparent";

    private Provenance() {}
}
