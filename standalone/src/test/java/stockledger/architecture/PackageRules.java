package stockledger.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stockledger.architecture.Packages.Arrow;

/** Dependencies between packages of one module, and the visibility of types in feature packages. */
final class PackageRules {

    private final String root;
    private final String command;
    private final String query;
    private final List<String> http;

    private PackageRules(String root) {
        this.root = root;
        this.command = root + ".command";
        this.query = root + ".query";
        this.http = List.of(
                query + ".http.",
                root + ".web.",
                "org.springframework.http.",
                "org.springframework.web.",
                "jakarta.servlet.");
    }

    static List<Rule> of(String root) {
        PackageRules rules = new PackageRules(root);
        return List.of(
                Rule.of("every class is in a listed package", rules::unlistedPackages),
                Rule.of("every listed package exists", rules::missingPackages),
                Rule.of("packages have no cycle", rules::cycles),
                Rule.of("technical packages never import feature packages", rules::backwards),
                Rule.of(
                        "only catalog, reservation, bulk and async import other features, by command and refusal",
                        rules::crossFeature),
                Rule.of("feature packages of the query side never import each other", rules::queryFeatures),
                Rule.of("projection, cache and listindex import no HTTP", rules::httpDependencies),
                Rule.of("all else in a feature package is package-private", rules::open));
    }

    private List<String> unlistedPackages(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            Packages.LISTED.forEach((module, packages) -> {
                String name = Packages.packageOf(type, root + "." + module);
                if (!name.isEmpty() && !name.equals(module) && !packages.contains(name)) {
                    found.add(type.getName() + " is in no package that Packages lists");
                }
            });
        }
        return found;
    }

    private List<String> missingPackages(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        Packages.LISTED.forEach((module, packages) -> {
            Set<String> missing = new TreeSet<>(packages);
            classes.forEach(type -> missing.remove(Packages.packageOf(type, root + "." + module)));
            missing.forEach(
                    name -> found.add(root + "." + module + "." + name + " is listed in Packages and has no class"));
        });
        return found;
    }

    private List<String> httpDependencies(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (Packages.WITHOUT_HTTP.contains(Packages.packageOf(type, query))) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String target =
                            dependency.getTargetClass().getBaseComponentType().getPackageName() + ".";
                    if (http.stream().anyMatch(target::startsWith)) {
                        found.add(dependency.getDescription());
                    }
                }
            }
        }
        return found;
    }

    private List<String> cycles(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String module : Packages.LISTED.keySet()) {
            List<String> cycle = Packages.cycle(Packages.within(classes, root + "." + module));
            if (!cycle.isEmpty()) {
                found.add(root + "." + module + ": " + String.join(" --> ", cycle));
            }
        }
        return found;
    }

    private List<String> backwards(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (Arrow arrow : Packages.within(classes, command)) {
            if (Packages.COMMAND_TECHNICAL.contains(arrow.from()) && !Packages.COMMAND_TECHNICAL.contains(arrow.to())) {
                found.add(command + ": " + arrow);
            }
        }
        for (Arrow arrow : Packages.within(classes, query)) {
            if (Packages.QUERY_TECHNICAL.contains(arrow.from()) && !Packages.QUERY_TECHNICAL.contains(arrow.to())) {
                found.add(query + ": " + arrow);
            }
        }
        return found;
    }

    private List<String> crossFeature(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String from = Packages.packageOf(type, command);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = Packages.packageOf(target, command);
                boolean other = Packages.COMMAND_FEATURES.contains(from)
                        && Packages.COMMAND_FEATURES.contains(to)
                        && !from.equals(to)
                        && !isWithin(from, to);
                if (other && !(Packages.COMPOSED_FEATURES.contains(from) && isPublished(outermost(target)))) {
                    found.add(dependency.getDescription());
                }
            }
        }
        return found;
    }

    private List<String> queryFeatures(JavaClasses classes) {
        return Packages.within(classes, query).stream()
                .filter(arrow ->
                        Packages.QUERY_FEATURES.contains(arrow.from()) || Packages.QUERY_STATE.contains(arrow.from()))
                .filter(arrow -> Packages.QUERY_FEATURES.contains(arrow.to()))
                .map(arrow -> query + ": " + arrow)
                .toList();
    }

    private List<String> open(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            boolean write = Packages.COMMAND_FEATURES.contains(Packages.packageOf(type, command));
            boolean read = Packages.QUERY_FEATURES.contains(Packages.packageOf(type, query));
            boolean open = type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
            if (open && (read || write && !isPublished(type) && !isUsedWithin(type))) {
                found.add(type.getName() + " is public");
            }
        }
        return found;
    }

    /** A subpackage, such as {@code reservation.recovery}, may use public types of its parent. */
    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer + ".");
    }

    private boolean isUsedWithin(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(dependency -> Packages.packageOf(dependency.getOriginClass(), command))
                .anyMatch(name -> isWithin(name, Packages.packageOf(type, command)));
    }

    /** A feature package publishes its sealed command type and its sealed refusal type. */
    private static boolean isPublished(JavaClass type) {
        boolean named =
                type.getSimpleName().endsWith("Command") || type.getSimpleName().endsWith("Refusal");
        return named && type.reflect().isSealed();
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        for (Optional<JavaClass> next = outer.getEnclosingClass(); next.isPresent(); ) {
            outer = next.get();
            next = outer.getEnclosingClass();
        }
        return outer;
    }
}
