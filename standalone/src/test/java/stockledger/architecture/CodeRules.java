package stockledger.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Forbidden words in names, and forbidden calls and annotations. */
final class CodeRules {

    private static final Set<String> FORBIDDEN_WORDS = Set.of(
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
                Rule.of(
                        "no util, common, impl, dto, service, helper or manager in a name",
                        classes -> forbiddenNames(classes, root)),
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
                                .callMethod(Thread.class, "sleep", long.class, int.class)),
                Rule.of(
                        "no waiting by LockSupport",
                        noClasses()
                                .that(resideInAPackage(root + ".."))
                                .should()
                                .dependOnClassesThat(type(LockSupport.class))));
    }

    private static List<String> forbiddenNames(JavaClasses classes, String root) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String name = type.getName();
            if (name.startsWith(root + ".") && hasForbiddenWord(name.substring(root.length() + 1))) {
                found.add(name + " has a forbidden word in its name");
            }
        }
        return found;
    }

    /** Whether one of the words of a name, split at dots and humps, is forbidden. */
    static boolean hasForbiddenWord(String name) {
        for (String word : name.split("[.$_-]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")) {
            if (FORBIDDEN_WORDS.contains(word.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
