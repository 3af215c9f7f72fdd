package stockledger.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stockledger.house.Rooms.Arrow;

/** Who may see whom within a side, and what of a room may be seen at all. */
final class RoomRules {

    /** The features that are made of others. */
    private static final Set<String> MADE_OF_OTHERS = Set.of("reservation", "bulk");

    private final String command;
    private final String query;
    private final List<String> modules;

    private RoomRules(String root) {
        this.command = root + ".command";
        this.query = root + ".query";
        this.modules = List.of(root + ".events", root + ".web", command, query, root + ".trials", root + ".standalone");
    }

    static List<Rule> of(String root) {
        RoomRules rules = new RoomRules(root);
        return List.of(
                Rule.of("every room is a feature or a mechanism", rules::unknownRooms),
                Rule.of("rooms have no cycle", rules::cycles),
                Rule.of("mechanism rooms never see feature rooms", rules::backwards),
                Rule.of("only reservation and bulk see other features, by command and refusal", rules::peeking),
                Rule.of("read rooms never import each other", rules::readRooms),
                Rule.of("all else in a feature room is package-private", rules::open));
    }

    private List<String> unknownRooms(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String write = Rooms.roomOf(type, command);
            String read = Rooms.roomOf(type, query);
            boolean known = write.isEmpty() && read.isEmpty()
                    || write.equals("command")
                    || read.equals("query")
                    || Rooms.COMMAND_FEATURES.contains(write)
                    || Rooms.COMMAND_MECHANISMS.contains(write)
                    || Rooms.QUERY_FEATURES.contains(read)
                    || Rooms.QUERY_MECHANISMS.contains(read);
            if (!known) {
                found.add(type.getName() + " is in a room that nobody has named");
            }
        }
        return found;
    }

    private List<String> cycles(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (String module : modules) {
            List<String> cycle = Rooms.cycle(Rooms.within(classes, module));
            if (!cycle.isEmpty()) {
                found.add(module + ": " + String.join(" --> ", cycle));
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

    private List<String> peeking(JavaClasses classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            String from = Rooms.roomOf(type, command);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String to = Rooms.roomOf(target, command);
                boolean other = Rooms.COMMAND_FEATURES.contains(from)
                        && Rooms.COMMAND_FEATURES.contains(to)
                        && !from.equals(to);
                if (other && !(MADE_OF_OTHERS.contains(from) && isPublished(outermost(target)))) {
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
            if (open && (read || write && !isPublished(type))) {
                found.add(type.getName() + " is public");
            }
        }
        return found;
    }

    /** What a feature room shows of itself: its sealed command type and its sealed refusal type. */
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
