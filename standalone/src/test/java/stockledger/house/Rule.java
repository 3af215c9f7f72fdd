package stockledger.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * A rule of the house.
 *
 * @param name what must hold
 * @param check what of some code breaks it, one line each
 */
record Rule(String name, Function<JavaClasses, List<String>> check) {

    static Rule of(String name, Function<JavaClasses, List<String>> check) {
        return new Rule(name, check);
    }

    /** A rule in ArchUnit's words; it fails when it guards nothing. */
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
