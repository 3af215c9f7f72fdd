package stockledger.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.List;

/** Dependencies between modules. A door is a class in the root package of a side. */
final class ModuleRules {

    private final String root;

    private ModuleRules(String root) {
        this.root = root;
    }

    static List<Rule> of(String root) {
        ModuleRules rules = new ModuleRules(root);
        return List.of(
                rules.importsNone(
                        "events imports nothing of ours", "events", "web", "command", "query", "standalone", "trials"),
                rules.importsNone(
                        "web imports nothing of ours", "web", "events", "command", "query", "standalone", "trials"),
                rules.importsNone(
                        "the command side never imports the query side", "command", "query", "standalone", "trials"),
                rules.importsNone(
                        "the query side never imports the command side", "query", "command", "standalone", "trials"),
                rules.importsNone(
                        "trials imports nothing of ours", "trials", "events", "web", "command", "query", "standalone"),
                rules.standaloneImportsDoors(),
                rules.onlyDoorsImportTheStore());
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

    private Rule standaloneImportsDoors() {
        DescribedPredicate<JavaClass> ours = resideInAPackage(root + "..");
        return Rule.of(
                "standalone imports the doors only",
                noClasses()
                        .that(resideInAPackage(allOf("standalone")))
                        .should()
                        .dependOnClassesThat(ours.and(not(resideInAPackage(allOf("standalone"))))
                                .and(not(door()))));
    }

    private Rule onlyDoorsImportTheStore() {
        DescribedPredicate<JavaClass> ours = resideInAPackage(root + "..");
        return Rule.of(
                "only doors import events.store",
                noClasses()
                        .that(ours.and(not(door())).and(not(resideInAPackage(root + ".events.store"))))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + ".events.store")));
    }

    private DescribedPredicate<JavaClass> door() {
        return describe(
                "are doors",
                type -> type.getPackageName().equals(root + ".command")
                        || type.getPackageName().equals(root + ".query"));
    }

    private String allOf(String module) {
        return root + "." + module + "..";
    }
}
