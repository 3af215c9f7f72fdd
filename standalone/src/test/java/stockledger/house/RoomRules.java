package stockledger.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import stockledger.house.Rooms.Arrow;

/** Dependencies between rooms of one module, and the visibility of types in feature rooms. */
final class RoomRules {

    private final String root;
    private final String command;
    private final String query;
    private final List<String> http;

    private RoomRules(String root) {
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
        RoomRules rules = new RoomRules(root);
        return List.of(
                Rule.of("every class is in a listed room", rules::unlistedRooms),
                Rule.of("every listed room exists", rules::missingRooms),
                Rule.of("rooms have no cycle", rules::cycles),
                Rule.of("mechanism rooms never import feature rooms", rules::backwards),
                Rule.of(
                        "only reservation, bulk and async import other features, by command and refusal",
                        rules::crossFeature),
                Rule.of("read rooms never import each other", rules::readRooms),
                Rule.of("projection, cache and listindex import no HTTP", rules::httpInMechanisms),
                Rule.of("all else in a feature room is package-private", rules::open));
    }

    private List<String> unlistedRooms(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            Rooms.LISTED.forEach((module, rooms) -> {
                String room = Rooms.roomOf(type, root + "." + module);
                if (!room.isEmpty() && !room.equals(module) && !rooms.contains(room)) {
                    found.add(type.getName() + " is in no room that Rooms lists");
                }
            });
        }
        return found;
    }

    private List<String> missingRooms(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        Rooms.LISTED.forEach((module, rooms) -> {
            Set<String> missing = new TreeSet<>(rooms);
            classes.forEach(type -> missing.remove(Rooms.roomOf(type, root + "." + module)));
            missing.forEach(
                    room -> found.add(root + "." + module + "." + room + " is listed in Rooms and has no class"));
        });
        return found;
    }

    private List<String> httpInMechanisms(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (Rooms.WITHOUT_HTTP.contains(Rooms.roomOf(type, query))) {
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
        for (String module : Rooms.LISTED.keySet()) {
            List<String> cycle = Rooms.cycle(Rooms.within(classes, root + "." + module));
            if (!cycle.isEmpty()) {
                found.add(root + "." + module + ": " + String.join(" --> ", cycle));
            }
        }
        return found;
    }

    private List<String> backwards(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (Arrow arrow : Rooms.within(classes, command)) {
            if (Rooms.COMMAND_MECHANISMS.contains(arrow.from()) && !Rooms.COMMAND_MECHANISMS.contains(arrow.to())) {
                found.add(command + ": " + arrow);
            }
        }
        for (Arrow arrow : Rooms.within(classes, query)) {
            if (Rooms.QUERY_MECHANISMS.contains(arrow.from()) && !Rooms.QUERY_MECHANISMS.contains(arrow.to())) {
                found.add(query + ": " + arrow);
            }
        }
        return found;
    }

    private List<String> crossFeature(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String from = Rooms.roomOf(type, command);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = Rooms.roomOf(target, command);
                boolean other = Rooms.COMMAND_FEATURES.contains(from)
                        && Rooms.COMMAND_FEATURES.contains(to)
                        && !from.equals(to)
                        && !isWithin(from, to);
                if (other && !(Rooms.COMPOSED_FEATURES.contains(from) && isPublished(outermost(target)))) {
                    found.add(dependency.getDescription());
                }
            }
        }
        return found;
    }

    private List<String> readRooms(JavaClasses classes) {
        return Rooms.within(classes, query).stream()
                .filter(arrow -> Rooms.QUERY_FEATURES.contains(arrow.from()))
                .filter(arrow -> Rooms.QUERY_FEATURES.contains(arrow.to()))
                .map(arrow -> query + ": " + arrow)
                .toList();
    }

    private List<String> open(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            boolean write = Rooms.COMMAND_FEATURES.contains(Rooms.roomOf(type, command));
            boolean read = Rooms.QUERY_FEATURES.contains(Rooms.roomOf(type, query));
            boolean open = type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC);
            if (open && (read || write && !isPublished(type) && !isUsedWithin(type))) {
                found.add(type.getName() + " is public");
            }
        }
        return found;
    }

    /** A room inside another one, such as {@code reservation.recovery}, may see public types of the outer room. */
    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer + ".");
    }

    private boolean isUsedWithin(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .map(dependency -> Rooms.roomOf(dependency.getOriginClass(), command))
                .anyMatch(room -> isWithin(room, Rooms.roomOf(type, command)));
    }

    /** A feature room publishes its sealed command type and its sealed refusal type. */
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
