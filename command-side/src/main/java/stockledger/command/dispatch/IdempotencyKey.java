package stockledger.command.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/** The idempotency key of a request, and whether the answer is a repetition. */
public final class IdempotencyKey {

    /** Metadata of commands only: the fingerprint of the same request by earlier versions of the service. */
    private static final String EARLIER_FINGERPRINT = "earlierFingerprint";

    /** Metadata of commands only: the use of the key is recorded already. */
    private static final String RECORDED = "keyRecorded";

    private final String key;
    private final String fingerprint;
    private final @Nullable String earlierFingerprint;
    private final boolean recorded;
    private volatile boolean used;
    private volatile boolean replayed;

    private IdempotencyKey(String key, String fingerprint, @Nullable String earlierFingerprint, boolean recorded) {
        this.key = key;
        this.fingerprint = fingerprint;
        this.earlierFingerprint = earlierFingerprint;
        this.recorded = recorded;
    }

    /**
     * Creates the key of one request.
     *
     * @param key the caller's, 1 to 128 visible ASCII characters
     * @param fingerprint hash that distinguishes this request from others with the same key; empty while it is unknown
     */
    public IdempotencyKey(String key, String fingerprint) {
        this(key, fingerprint, null, false);
    }

    /**
     * Creates the key of one request, which an earlier version of the service may have stored.
     *
     * @param earlier fingerprint of the request by that version
     */
    public IdempotencyKey(String key, String fingerprint, String earlier) {
        this(key, fingerprint, earlier, false);
    }

    /** The key of a request whose job has recorded the key. */
    public static IdempotencyKey ofJob(String key, String fingerprint) {
        return new IdempotencyKey(key, fingerprint, null, true);
    }

    public String key() {
        return key;
    }

    /** Whether the answer is the first answer to this request, given again. */
    public boolean replayed() {
        return replayed;
    }

    /** Whether an aggregate has logged the key for this request, now or before. */
    public boolean used() {
        return used || replayed;
    }

    void markReplayed() {
        replayed = true;
    }

    void markUsed() {
        used = true;
    }

    MetaData in(MetaData metaData) {
        Map<String, Object> members = new HashMap<>();
        members.put(Provenance.IDEMPOTENCY_KEY, key);
        members.put(Provenance.FINGERPRINT, fingerprint);
        if (earlierFingerprint != null) {
            members.put(EARLIER_FINGERPRINT, earlierFingerprint);
        }
        if (recorded || used()) {
            members.put(RECORDED, true);
        }
        return metaData.mergedWith(members);
    }

    /** The key of a command or an event, unique over all callers; null when it has none. */
    public static @Nullable String ofCallerIn(MetaData metaData) {
        return metaData.get(Provenance.IDEMPOTENCY_KEY) instanceof String key
                // Neither an actor nor a key has spaces.
                ? metaData.getOrDefault(Provenance.ACTOR, RequestContext.ANONYMOUS) + " " + key
                : null;
    }

    /** The same; null also when the request is not known completely, or has recorded the key before. */
    public static @Nullable String unrecordedIn(MetaData command) {
        return command.containsKey(RECORDED) || fingerprintIn(command).isEmpty() ? null : ofCallerIn(command);
    }

    /** The fingerprint of a command's request; empty when it has none. */
    public static String fingerprintIn(MetaData command) {
        return command.get(Provenance.FINGERPRINT) instanceof String fingerprint ? fingerprint : "";
    }

    /** Whether a command belongs to the request with a stored fingerprint. */
    public static boolean isOfRequest(MetaData command, String fingerprint) {
        return fingerprint.equals(command.get(Provenance.FINGERPRINT))
                || fingerprint.equals(command.get(EARLIER_FINGERPRINT));
    }
}
