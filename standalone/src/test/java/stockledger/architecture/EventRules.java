package stockledger.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.serialization.Revision;

/** What an event type may use, and which handlers, files and rows each event needs. */
final class EventRules {

    /** Packages of aggregates whose events are in a package with another name: uploads and jobs share the events of bulk. */
    private static final Map<String, Set<String>> AGGREGATE_PACKAGES =
            Map.of("bulk", Set.of("bulk", "job"), "idempotency", Set.of("dispatch.idempotency"));

    /** Events that record what happened elsewhere: what an operator did, and what other aggregates refused. */
    private static final Set<String> WITHOUT_AGGREGATE = Set.of("operator", "demand");

    /** Families whose projector stores every event as it is, whatever its members are. */
    private static final Set<String> STORED_AS_THEY_ARE = Set.of("operator");

    private final String root;
    private final Path golden;
    private final String catalog;

    private EventRules(String root, Path golden, String catalog) {
        this.root = root;
        this.golden = golden;
        this.catalog = catalog;
    }

    /**
     * The rules for events.
     *
     * @param golden the folder of golden files
     * @param catalog the text of docs/events.md
     */
    static List<Rule> of(String root, Path golden, String catalog) {
        EventRules rules = new EventRules(root, golden, catalog);
        return List.of(
                rules.plain(),
                Rule.of("every event has a stored name of its package and a revision", rules::unnamed),
                Rule.of("every event has a handler in its aggregate", rules::unhandled),
                Rule.of("every projector handles or ignores every event of its families", rules::unfolded),
                Rule.of("every event has a golden file per revision", rules::withoutGolden),
                Rule.of("every event has a row in docs/events.md", rules::withoutRow));
    }

    /** The event types: records below a sealed `…Event` parent in the module events. */
    List<JavaClass> events(JavaClasses classes) {
        List<JavaClass> events = new ArrayList<>();
        for (JavaClass type : classes) {
            boolean member = type.getRawInterfaces().stream()
                    .anyMatch(parent -> parent.getSimpleName().endsWith("Event")
                            && parent.getPackageName().startsWith(root + ".events."));
            if (member) {
                events.add(type);
            }
        }
        return events;
    }

    private Rule plain() {
        DescribedPredicate<JavaClass> module = resideInAPackage(root + ".events..");
        DescribedPredicate<JavaClass> store = resideInAPackage(root + ".events.store..");
        DescribedPredicate<JavaClass> eventTypes =
                describe("are event types and their values", type -> module.test(type) && !store.test(type));
        DescribedPredicate<JavaClass> revision =
                describe("are @Revision", type -> type.getName().equals(Revision.class.getName()));
        return Rule.of(
                "event types use java, Jackson annotations and @Revision only",
                classes()
                        .that(eventTypes)
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage(
                                        "java..", "com.fasterxml.jackson.annotation..", "org.jspecify.annotations..")
                                .or(eventTypes)
                                .or(revision)));
    }

    private List<String> unnamed(JavaClasses classes) {
        return events(classes).stream()
                .filter(event -> !event.isAnnotatedWith(Revision.class)
                        || !event.isAnnotatedWith(JsonTypeName.class)
                        || !nameOf(event).equals(packageOf(event) + "." + event.getSimpleName()))
                .map(event -> event.getName() + " is not stored as " + packageOf(event) + "." + event.getSimpleName())
                .toList();
    }

    private List<String> unhandled(JavaClasses classes) {
        Map<String, Set<String>> handled = classes.stream()
                .filter(type -> type.getPackageName().startsWith(root + ".command."))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(EventSourcingHandler.class))
                .collect(Collectors.groupingBy(
                        method -> Packages.packageOf(method.getOwner(), root + ".command"),
                        Collectors.mapping(EventRules::parameterOf, Collectors.toSet())));
        return events(classes).stream()
                .filter(event -> !WITHOUT_AGGREGATE.contains(packageOf(event)))
                .filter(event -> AGGREGATE_PACKAGES.getOrDefault(packageOf(event), Set.of(packageOf(event))).stream()
                        .noneMatch(name -> handled.getOrDefault(name, Set.of()).contains(event.getName())))
                .map(event -> event.getName() + " has no handler in the aggregate of " + packageOf(event))
                .toList();
    }

    private static String parameterOf(JavaMethod method) {
        return method.getRawParameterTypes().get(0).getName();
    }

    /** A projector names its families by their sealed parents; its package must then reference each member. */
    private List<String> unfolded(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        List<JavaClass> events = events(classes);
        for (JavaClass projector : projectors(classes)) {
            Set<String> families = targetsOf(projector);
            Set<String> known = classes.stream()
                    .filter(type -> type.getPackageName().equals(projector.getPackageName()))
                    .flatMap(type -> targetsOf(type).stream())
                    .collect(Collectors.toSet());
            events.stream()
                    .filter(event -> !STORED_AS_THEY_ARE.contains(packageOf(event)))
                    .filter(event ->
                            event.getRawInterfaces().stream().anyMatch(parent -> families.contains(parent.getName())))
                    .filter(event -> !known.contains(event.getName()))
                    .forEach(event ->
                            found.add(projector.getName() + " neither handles nor ignores " + event.getName()));
        }
        return found;
    }

    private List<JavaClass> projectors(JavaClasses classes) {
        List<JavaClass> projectors = classes.stream()
                .filter(type -> type.getRawInterfaces().stream()
                        .anyMatch(parent -> parent.getName().equals(root + ".query.projection.Projection")))
                .toList();
        if (projectors.isEmpty()) {
            throw new IllegalStateException("no projector below " + root + ": the rule checks nothing");
        }
        return projectors;
    }

    private static Set<String> targetsOf(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getName())
                .collect(Collectors.toSet());
    }

    private List<String> withoutGolden(JavaClasses classes) {
        Set<String> missing = new TreeSet<>();
        for (JavaClass event : events(classes)) {
            int newest = event.isAnnotatedWith(Revision.class)
                    ? Integer.parseInt(event.getAnnotationOfType(Revision.class).value())
                    : 1;
            for (int revision = 1; revision <= newest; revision++) {
                Path file = golden.resolve(packageOf(event)).resolve(event.getSimpleName() + "." + revision + ".json");
                if (!Files.exists(file)) {
                    missing.add(event.getName() + " has no " + file);
                }
            }
        }
        return List.copyOf(missing);
    }

    private List<String> withoutRow(JavaClasses classes) {
        return events(classes).stream()
                .filter(event -> !catalog.contains("| `" + packageOf(event) + "." + event.getSimpleName() + "` |"))
                .map(event -> event.getName() + " has no row in docs/events.md")
                .toList();
    }

    private String packageOf(JavaClass event) {
        return Packages.packageOf(event, root + ".events");
    }

    private static String nameOf(JavaClass event) {
        return event.getAnnotationOfType(JsonTypeName.class).value();
    }
}
