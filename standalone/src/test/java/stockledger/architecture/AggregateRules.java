package stockledger.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.modelling.command.AggregateRoot;

/** Aggregates decide from the command and their own events only: no framework, clock, randomness, logging or I/O. */
final class AggregateRules {

    private static final List<String> FORBIDDEN_PACKAGES = List.of(
            "org.springframework.",
            "org.slf4j.",
            "java.util.logging.",
            "org.apache.",
            "java.io.",
            "java.net.",
            "java.nio.",
            "java.sql.",
            "javax.sql.",
            "com.mongodb.",
            "io.lettuce.",
            "io.micrometer.",
            "io.opentelemetry.");

    /** Every exception and enum implements it. */
    private static final Set<String> ALLOWED = Set.of("java.io.Serializable");

    private static final Set<String> CLOCKS = Set.of("java.time.Clock", "java.time.InstantSource");

    private static final Set<String> RANDOMNESS = Set.of(
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.SplittableRandom",
            "java.security.SecureRandom");

    private static final Set<String> FORBIDDEN_CALLS =
            Set.of("randomUUID", "now", "currentTimeMillis", "nanoTime", "random", "getenv", "getProperty", "println");

    private AggregateRules() {}

    static List<Rule> of(String root) {
        return List.of(Rule.of(
                "aggregates use no Spring, clock, randomness, logging or I/O", classes -> impure(classes, root)));
    }

    private static List<String> impure(JavaClasses classes, String root) {
        List<String> found = new ArrayList<>();
        Map<String, JavaClass> pure = decidingTypes(classes, root);
        if (pure.isEmpty()) {
            found.add("no aggregate in " + root + ".command: the rule checks nothing");
        }
        for (JavaClass type : pure.values()) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (isForbidden(
                        dependency.getTargetClass().getBaseComponentType().getName())) {
                    found.add(dependency.getDescription());
                }
            }
            for (JavaCall<?> call : type.getMethodCallsFromSelf()) {
                boolean java = call.getTargetOwner().getName().startsWith("java.");
                if (java && FORBIDDEN_CALLS.contains(call.getName())) {
                    found.add(call.getDescription());
                }
            }
        }
        return found;
    }

    private static boolean isForbidden(String name) {
        return !ALLOWED.contains(name)
                && (CLOCKS.contains(name)
                        || RANDOMNESS.contains(name)
                        || FORBIDDEN_PACKAGES.stream().anyMatch(name::startsWith));
    }

    /** The aggregates, and the types of their own package that they use. */
    private static Map<String, JavaClass> decidingTypes(JavaClasses classes, String root) {
        Map<String, JavaClass> found = new TreeMap<>();
        Deque<JavaClass> open = new ArrayDeque<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(root + ".command.") && type.isAnnotatedWith(AggregateRoot.class)) {
                open.add(type);
            }
        }
        while (!open.isEmpty()) {
            JavaClass type = open.poll();
            if (found.put(type.getName(), type) == null) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().equals(type.getPackageName()))
                        .forEach(open::add);
            }
        }
        return found;
    }
}
