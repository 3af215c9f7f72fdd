package stockledger.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names that say nothing, and ways of doing things that hide what is done. */
final class CodeRules {

    private static final Set<String> EMPTY_NAMES = Set.of(
            "util",
            "utils",
            "common",
            "impl",
            "dto",
            "service",
            "services",
            "helper",
            "helpers",
            "manager",
            "managers");

    private CodeRules() {}

    static List<Rule> of(String root) {
        return List.of(
                Rule.of("no name that says nothing", classes -> emptyNames(classes, root)),
                Rule.of(
                        "no Lombok",
                        noClasses()
                                .that(resideInAPackage(root + ".."))
                                .should()
                                .dependOnClassesThat(resideInAPackage("lombok.."))),
                Rule.of(
                        "no field injection",
                        noFields()
                                .that()
                                .areDeclaredInClassesThat(resideInAPackage(root + ".."))
                                .should()
                                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                                .orShould()
                                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                                .orShould()
                                .beAnnotatedWith("jakarta.inject.Inject")
                                .orShould()
                                .beAnnotatedWith("jakarta.annotation.Resource")),
                Rule.of(
                        "no Thread.sleep",
                        noClasses()
                                .that(resideInAPackage(root + ".."))
                                .should()
                                .callMethod(Thread.class, "sleep", long.class)
                                .orShould()
                                .callMethod(Thread.class, "sleep", long.class, int.class)));
    }

    private static List<String> emptyNames(JavaClasses classes, String root) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String name = type.getName();
            if (name.startsWith(root + ".") && saysNothing(name.substring(root.length() + 1))) {
                found.add(name + " has a name that says nothing");
            }
        }
        return found;
    }

    /** Whether one of the words of a name, by dots and humps, is empty talk. */
    static boolean saysNothing(String name) {
        for (String word : name.split("[.$_-]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")) {
            if (EMPTY_NAMES.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
