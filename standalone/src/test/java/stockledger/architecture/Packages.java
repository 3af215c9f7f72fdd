package stockledger.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packages of the code and the dependencies between them, read from the bytecode. */
final class Packages {

    /** Feature packages of the command side: aggregates and ways to submit commands. */
    static final Set<String> COMMAND_FEATURES = Set.of(
            "catalog",
            "stock",
            "reservation",
            "reservation.recovery",
            "location",
            "bulk",
            "async",
            "apikey",
            "webhook");

    /** Features that are composed of other features. */
    static final Set<String> COMPOSED_FEATURES =
            Set.of("catalog", "reservation", "reservation.recovery", "bulk", "async");

    static final Set<String> COMMAND_TECHNICAL = Set.of("dispatch", "dispatch.idempotency", "demand", "job", "http");

    /** Feature packages of the query side: queries. */
    static final Set<String> QUERY_FEATURES = Set.of(
            "product",
            "listing",
            "availability",
            "inventory",
            "reservation",
            "location",
            "job",
            "apikey",
            "action",
            "demand",
            "event",
            "audit",
            "count",
            "webhook");

    /** Packages of the query side from whose state features render their answers. */
    static final Set<String> QUERY_STATE = Set.of("sku");

    static final Set<String> QUERY_TECHNICAL = Set.of(
            "projection",
            "cache",
            "listindex",
            "http",
            "measure",
            "sse",
            "consistency",
            "fastpath",
            "rates",
            "difference",
            "shadow",
            "operator",
            "eventstore",
            "admin",
            "console",
            "overview");

    /** Packages of the query side that do not depend on HTTP. */
    static final Set<String> WITHOUT_HTTP = Set.of("projection", "cache", "listindex", "sku", "difference", "shadow");

    /** Every package of every module that has more than one; classes in a module's root package need no entry. */
    static final Map<String, Set<String>> LISTED = Map.of(
            "web", Set.of("limits", "security", "webhook"),
            "events",
                    Set.of(
                            "apikey",
                            "catalog",
                            "stock",
                            "reservation",
                            "location",
                            "bulk",
                            "demand",
                            "idempotency",
                            "operator",
                            "store",
                            "store.lookup",
                            "webhook"),
            "command", union(COMMAND_FEATURES, COMPOSED_FEATURES, COMMAND_TECHNICAL),
            "query", union(QUERY_FEATURES, QUERY_STATE, QUERY_TECHNICAL, WITHOUT_HTTP),
            "standalone", Set.of("documents", "sample", "servers"),
            "trials",
                    Set.of(
                            "acceptance",
                            "attack",
                            "baselines",
                            "catalog",
                            "cli",
                            "client",
                            "cost",
                            "events",
                            "fuzz",
                            "history",
                            "load",
                            "reads",
                            "webhooks"));

    private Packages() {}

    /**
     * A dependency between two packages.
     *
     * @param from the package that imports
     * @param to the package that is imported
     */
    record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return from + " --> " + to;
        }
    }

    /** The arrows between the packages of one module; its root package has the name of the module. */
    static Set<Arrow> within(JavaClasses classes, String modulePackage) {
        return arrows(classes, type -> packageOf(type, modulePackage));
    }

    /** The arrows between the modules, by the names of their root packages. */
    static Set<Arrow> betweenModules(JavaClasses classes, String root) {
        return arrows(classes, type -> {
            String name = type.getPackageName();
            return name.startsWith(root + ".") ? firstOf(name.substring(root.length() + 1)) : "";
        });
    }

    /** The package of a class below its module; empty when the class belongs to another module. */
    static String packageOf(JavaClass type, String modulePackage) {
        String name = type.getPackageName();
        if (name.equals(modulePackage)) {
            return modulePackage.substring(modulePackage.lastIndexOf('.') + 1);
        }
        return name.startsWith(modulePackage + ".") ? name.substring(modulePackage.length() + 1) : "";
    }

    /** A cycle of packages as a path; empty when there is none. */
    static List<String> cycle(Set<Arrow> arrows) {
        for (Arrow arrow : arrows) {
            Deque<List<String>> paths = new ArrayDeque<>(List.of(List.of(arrow.from(), arrow.to())));
            Set<String> seen = new HashSet<>();
            while (!paths.isEmpty()) {
                List<String> path = paths.poll();
                String last = path.get(path.size() - 1);
                if (last.equals(arrow.from())) {
                    return path;
                }
                arrows.stream().filter(next -> next.from().equals(last)).forEach(next -> {
                    if (seen.add(next.to())) {
                        List<String> longer = new ArrayList<>(path);
                        longer.add(next.to());
                        paths.add(longer);
                    }
                });
            }
        }
        return List.of();
    }

    private static Set<Arrow> arrows(JavaClasses classes, Function<JavaClass, String> name) {
        Set<Arrow> arrows = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = name.apply(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = name.apply(dependency.getTargetClass().getBaseComponentType());
                if (!from.isEmpty() && !to.isEmpty() && !from.equals(to)) {
                    arrows.add(new Arrow(from, to));
                }
            }
        }
        return arrows;
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String firstOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
