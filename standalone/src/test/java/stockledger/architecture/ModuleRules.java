package stockledger.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;

/** Dependencies between modules. The configuration of a side is in its root package. */
final class ModuleRules {

    private final String root;

    private ModuleRules(String root) {
        this.root = root;
    }

    static List<Rule> of(String root) {
        ModuleRules rules = new ModuleRules(root);
        return List.of(
                rules.importsNone(
                        "events has no dependency on other modules",
                        "events",
                        "web",
                        "command",
                        "query",
                        "standalone",
                        "trials"),
                rules.importsNone(
                        "web has no dependency on other modules",
                        "web",
                        "events",
                        "command",
                        "query",
                        "standalone",
                        "trials"),
                rules.importsNone(
                        "the command side never imports the query side", "command", "query", "standalone", "trials"),
                rules.importsNone(
                        "the query side never imports the command side", "query", "command", "standalone", "trials"),
                rules.importsNone(
                        "trials has no dependency on other modules",
                        "trials",
                        "events",
                        "web",
                        "command",
                        "query",
                        "standalone"),
                rules.standaloneImportsConfigurations(),
                rules.onlyConfigurationsImportTheStore());
    }

    private Rule importsNone(String name, String module, String... others) {
        String[] forbidden = Arrays.stream(others).map(this::allOf).toArray(String[]::new);
        return Rule.of(
                name,
                noClasses()
                        .that(resideInAPackage(allOf(module)))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(forbidden)));
    }

    private Rule standaloneImportsConfigurations() {
        DescribedPredicate<JavaClass> anyModule = resideInAPackage(root + "..");
        return Rule.of(
                "standalone imports only the configurations of the sides",
                noClasses()
                        .that(resideInAPackage(allOf("standalone")))
                        .should()
                        .dependOnClassesThat(anyModule
                                .and(not(resideInAPackage(allOf("standalone"))))
                                .and(not(configuration()))));
    }

    private Rule onlyConfigurationsImportTheStore() {
        DescribedPredicate<JavaClass> anyModule = resideInAPackage(root + "..");
        return Rule.of(
                "only the configurations of the sides import events.store",
                noClasses()
                        .that(anyModule.and(not(configuration())).and(not(resideInAPackage(root + ".events.store"))))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + ".events.store")));
    }

    private DescribedPredicate<JavaClass> configuration() {
        return describe(
                "are configurations of the sides",
                type -> type.getPackageName().equals(root + ".command")
                        || type.getPackageName().equals(root + ".query"));
    }

    private String allOf(String module) {
        return root + "." + module + "..";
    }
}
