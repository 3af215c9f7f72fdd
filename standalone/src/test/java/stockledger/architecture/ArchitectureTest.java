package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The real code against every rule. {@link RulesDetectViolationsTest} shows that each rule can fail. */
class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> codeFollowsTheRule() {
        JavaClasses code = Repository.code();
        return Rules.ofTheCode().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.name(),
                        () -> assertThat(rule.violations(code)).as(rule.name()).isEmpty()));
    }

    @Test
    void everyModuleOfThePomIsChecked() {
        // Those of profiles are generated code.
        String pom = Repository.document("pom.xml").replaceAll("(?s)<profiles>.*</profiles>", "");
        Matcher module = Pattern.compile("<module>(.*?)</module>").matcher(pom);
        List<String> built = module.results().map(found -> found.group(1)).toList();

        assertThat(built).containsExactlyInAnyOrderElementsOf(Repository.MODULES);
    }
}
