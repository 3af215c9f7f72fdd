package stockledger.events.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The event catalog that docs/events.md must contain: one row per event, its meaning from the Javadoc. */
final class EventCatalogPage {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern DOCUMENTED =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*?)\\*/\\s*@JsonTypeName\\(\"([^\"]+)\"\\)", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z]+\\.[A-Za-z]+)` \\|.*$", Pattern.MULTILINE);

    private final Map<String, String> rows = new LinkedHashMap<>();

    private EventCatalogPage() {}

    /** The catalog of the event types in the code. */
    static EventCatalogPage fromCode() throws IOException {
        EventCatalogPage page = new EventCatalogPage();
        for (Class<?> family : EventNames.FAMILIES) {
            Path source = SOURCES.resolve(family.getName().replace('.', '/') + ".java");
            Map<String, String> meanings = meanings(Files.readString(source));
            for (Class<?> event : family.getPermittedSubclasses()) {
                String name = EventNames.nameOf(event);
                page.rows.put(name, row(event, meanings.getOrDefault(name, "")));
            }
        }
        return page;
    }

    /** The differences of a page from this catalog, one line each. */
    List<String> problemsOf(String text) {
        Map<String, String> written = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            if (written.put(row.group(1), row.group()) != null) {
                problems.add("twice: " + row.group(1));
            }
        }
        rows.forEach((name, expected) -> {
            if (!expected.equals(written.remove(name))) {
                problems.add("docs/events.md needs this row: " + expected);
            }
        });
        written.keySet().forEach(name -> problems.add("no such event: " + name));
        return problems;
    }

    String rows() {
        return String.join("\n", rows.values());
    }

    private static String row(Class<?> event, String meaning) {
        String name = EventNames.nameOf(event);
        String revision = EventNames.revisionOf(event);
        String fields = Stream.of(event.getRecordComponents())
                .map(field -> "`" + field.getName()
                        + (field.getAnnotatedType().isAnnotationPresent(Nullable.class) ? "?" : "") + "`")
                .collect(Collectors.joining(" "));
        String form = "../events/src/test/resources/golden/" + name.replace('.', '/') + "." + revision + ".json";
        return "| `%s` | [%s](%s) | %s | %s |".formatted(name, revision, form, meaning, fields);
    }

    private static Map<String, String> meanings(String source) {
        Map<String, String> meanings = new LinkedHashMap<>();
        Matcher documented = DOCUMENTED.matcher(source);
        while (documented.find()) {
            String text = documented.group(1).replaceAll("\\n\\s*\\*", "\n").replaceAll("(?s)\\n\\s*@param.*", "");
            meanings.put(
                    documented.group(2),
                    text.replaceAll("\\{@code ([^}]*)}", "`$1`")
                            .replaceAll("\\s+", " ")
                            .strip());
        }
        return meanings;
    }
}
