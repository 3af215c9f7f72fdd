package stockledger.command.dispatch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * A valid command that was refused, with properties that explain why to programs. It has no effect.
 *
 * <p>Without a stack trace: a flash sale refuses thousands of commands per second.
 */
public abstract class Refusal extends RuntimeException {

    /** Kinds of refusals; the HTTP status depends on the kind. */
    public enum Kind {
        /** The resource does not exist. */
        UNKNOWN,
        /** The state of the resource forbids the command. */
        CONFLICT,
        /** The resource has another version than the caller expects. */
        STALE,
        /** The idempotency key belongs to another request. */
        REUSED,
        /** A queue of jobs is full. */
        FULL,
        /** The disk of the event store is almost full. */
        NO_SPACE,
        /** A retry may succeed. */
        BUSY
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, Object> properties;
    private transient @Nullable ConsistencyToken token;

    /**
     * @param code stable, kebab-case
     * @param detail one sentence
     * @param properties become members of the problem document
     */
    protected Refusal(Kind kind, String code, String detail, Map<String, Object> properties) {
        super(detail, null, false, false);
        this.kind = kind;
        this.code = code;
        this.properties = Map.copyOf(properties);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> properties() {
        return properties;
    }

    /** Versions of the streams that were read, or changed and changed back; null when not known. */
    public @Nullable ConsistencyToken token() {
        return token;
    }

    /** Sets the versions of the streams that the command touched before it was refused. */
    public void touched(ConsistencyToken streams) {
        token = streams.versions().isEmpty() ? null : streams;
    }
}
