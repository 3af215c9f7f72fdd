package stockledger.command;

import java.util.Map;
import org.hamcrest.Description;
import org.hamcrest.TypeSafeDiagnosingMatcher;
import stockledger.command.dispatch.Refusal;

/** Matches a refusal by kind, code and properties. */
public final class RefusedWith extends TypeSafeDiagnosingMatcher<Refusal> {

    private final Refusal.Kind kind;
    private final String code;
    private final Map<String, ?> properties;

    private RefusedWith(Refusal.Kind kind, String code, Map<String, ?> properties) {
        this.kind = kind;
        this.code = code;
        this.properties = properties;
    }

    public static RefusedWith conflict(String code, Map<String, ?> properties) {
        return new RefusedWith(Refusal.Kind.CONFLICT, code, properties);
    }

    public static RefusedWith unknown(String code, Map<String, ?> properties) {
        return new RefusedWith(Refusal.Kind.UNKNOWN, code, properties);
    }

    public static RefusedWith reused(String code) {
        return new RefusedWith(Refusal.Kind.REUSED, code, Map.of());
    }

    public static RefusedWith busy(String code, Map<String, ?> properties) {
        return new RefusedWith(Refusal.Kind.BUSY, code, properties);
    }

    @Override
    protected boolean matchesSafely(Refusal refusal, Description mismatch) {
        mismatch.appendText("was " + refusal.kind() + " " + refusal.code() + " " + refusal.properties());
        return refusal.kind() == kind
                && refusal.code().equals(code)
                && refusal.properties().equals(properties)
                && !String.valueOf(refusal.getMessage()).isBlank();
    }

    @Override
    public void describeTo(Description expected) {
        expected.appendText(kind + " " + code + " " + properties);
    }
}
