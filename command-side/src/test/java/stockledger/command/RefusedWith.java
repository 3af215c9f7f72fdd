package stockledger.command;

import java.util.Map;
import org.hamcrest.Description;
import org.hamcrest.TypeSafeDiagnosingMatcher;
import stockledger.command.dispatch.Refusal;

/** Matches a refusal by kind, code and facts. */
public final class RefusedWith extends TypeSafeDiagnosingMatcher<Refusal> {

    private final Refusal.Kind kind;
    private final String code;
    private final Map<String, ?> facts;

    private RefusedWith(Refusal.Kind kind, String code, Map<String, ?> facts) {
        this.kind = kind;
        this.code = code;
        this.facts = facts;
    }

    public static RefusedWith conflict(String code, Map<String, ?> facts) {
        return new RefusedWith(Refusal.Kind.CONFLICT, code, facts);
    }

    public static RefusedWith unknown(String code, Map<String, ?> facts) {
        return new RefusedWith(Refusal.Kind.UNKNOWN, code, facts);
    }

    public static RefusedWith reused(String code) {
        return new RefusedWith(Refusal.Kind.REUSED, code, Map.of());
    }

    public static RefusedWith busy(String code, Map<String, ?> facts) {
        return new RefusedWith(Refusal.Kind.BUSY, code, facts);
    }

    @Override
    protected boolean matchesSafely(Refusal refusal, Description mismatch) {
        mismatch.appendText("was " + refusal.kind() + " " + refusal.code() + " " + refusal.facts());
        return refusal.kind() == kind
                && refusal.code().equals(code)
                && refusal.facts().equals(facts)
                && !String.valueOf(refusal.getMessage()).isBlank();
    }

    @Override
    public void describeTo(Description expected) {
        expected.appendText(kind + " " + code + " " + facts);
    }
}
