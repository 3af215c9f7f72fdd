package stockledger.command.dispatch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stockledger.events.ConsistencyToken;

/**
 * A command that was understood and not carried out, with the facts that explain why. Nothing of it stays.
 *
 * <p>It is an exception without a stack trace: a refusal is an everyday answer, and a flash sale gives thousands a second.
 */
public abstract class Refusal extends RuntimeException {

    /** What sort of refusal it is; the HTTP room knows a status for each. */
    public enum Kind {
        /** What the command is about does not exist. */
        UNKNOWN,
        /** It exists, but its state forbids the command. */
        CONFLICT,
        /** The caller knows an older version. */
        STALE,
        /** The caller's key stands for another request. */
        REUSED,
        /** More waits than is taken in. */
        FULL,
        /** It could work a moment later. */
        BUSY
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, Object> facts;
    private transient @Nullable ConsistencyToken token;

    /**
     * @param code stable, kebab-case
     * @param detail one sentence in plain words
     * @param facts what a program needs to react, as JSON members
     */
    protected Refusal(Kind kind, String code, String detail, Map<String, Object> facts) {
        super(detail, null, false, false);
        this.kind = kind;
        this.code = code;
        this.facts = Map.copyOf(facts);
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> facts() {
        return facts;
    }

    /** How far the streams have come that were looked at, or changed and changed back; null when that is not known. */
    public @Nullable ConsistencyToken token() {
        return token;
    }

    /** Says how far the streams have come that the command touched before it was refused. */
    public void touched(ConsistencyToken streams) {
        token = streams.versions().isEmpty() ? null : streams;
    }
}
