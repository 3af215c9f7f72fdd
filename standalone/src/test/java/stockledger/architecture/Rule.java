package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * A rule about the code.
 *
 * @param name the rule in words
 * @param check the violations in some classes, one line each
 */
record Rule(String name, Function<JavaClasses, List<String>> check) {

    static Rule of(String name, Function<JavaClasses, List<String>> check) {
        return new Rule(name, check);
    }

    /** An ArchUnit rule; it fails when no class matches it. */
    static Rule of(String name, ArchRule rule) {
        return new Rule(
                name,
                classes -> List.copyOf(rule.evaluate(classes).getFailureReport().getDetails()));
    }

    List<String> violations(JavaClasses classes) {
        return check.apply(classes);
    }

    @Override
    public String toString() {
        return name;
    }
}
