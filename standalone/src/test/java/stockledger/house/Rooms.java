package stockledger.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The rooms of the house and the arrows between them, read from the bytecode. A room is a package. */
final class Rooms {

    /** Rooms of the write side that are named for aggregates, or for what is done to many at once. */
    static final Set<String> COMMAND_FEATURES = Set.of("catalog", "stock", "reservation", "location", "bulk");

    static final Set<String> COMMAND_MECHANISMS = Set.of("dispatch", "dispatch.idempotency", "http");

    /** Rooms of the read side that are named for questions. */
    static final Set<String> QUERY_FEATURES =
            Set.of("product", "listing", "availability", "inventory", "reservation", "location", "job");

    static final Set<String> QUERY_MECHANISMS = Set.of("projection", "cache", "http", "measure", "sse", "console");

    private Rooms() {}

    /**
     * One depends on the other.
     *
     * @param from the room that needs
     * @param to the room that is needed
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

    /** The arrows between the rooms of one module; its root package goes by the module's own name. */
    static Set<Arrow> within(JavaClasses classes, String modulePackage) {
        return arrows(classes, type -> roomOf(type, modulePackage));
    }

    /** The arrows between the modules, by the names of their root packages. */
    static Set<Arrow> betweenModules(JavaClasses classes, String root) {
        return arrows(classes, type -> {
            String name = type.getPackageName();
            return name.startsWith(root + ".") ? firstOf(name.substring(root.length() + 1)) : "";
        });
    }

    /** The room of a class, or nothing when it is of another module. */
    static String roomOf(JavaClass type, String modulePackage) {
        String name = type.getPackageName();
        if (name.equals(modulePackage)) {
            return modulePackage.substring(modulePackage.lastIndexOf('.') + 1);
        }
        return name.startsWith(modulePackage + ".") ? name.substring(modulePackage.length() + 1) : "";
    }

    /** Rooms that need themselves by way of others, as a path; empty when there is none. */
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

    private static Set<Arrow> arrows(JavaClasses classes, Function<JavaClass, String> room) {
        Set<Arrow> arrows = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = room.apply(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = room.apply(dependency.getTargetClass().getBaseComponentType());
                if (!from.isEmpty() && !to.isEmpty() && !from.equals(to)) {
                    arrows.add(new Arrow(from, to));
                }
            }
        }
        return arrows;
    }

    private static String firstOf(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
