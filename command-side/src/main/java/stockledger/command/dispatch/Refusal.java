package stockledger.command.dispatch;

import java.util.Map;

/**
 * A command that was understood and not carried out, with the facts that explain why. Nothing was stored.
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
}
