package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The {@code stockledger} settings as their records declare them, and the table of them in docs/operations.md. */
final class SettingsTable {

    private static final Pattern ROW = Pattern.compile("^\\| `(stockledger\\.[a-z.-]+)` \\|.*$", Pattern.MULTILINE);

    private SettingsTable() {}

    /** Rows by setting, sorted: name, default, and meaning from the Javadoc of the record. */
    static Map<String, String> rows(JavaClasses classes, String root) {
        Map<String, String> rows = new TreeMap<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(root + ".") && type.isAnnotatedWith(ConfigurationProperties.class)) {
                ConfigurationProperties annotation = type.getAnnotationOfType(ConfigurationProperties.class);
                String prefix = annotation.value().isEmpty() ? annotation.prefix() : annotation.value();
                add(rows, prefix, type.reflect());
            }
        }
        return rows;
    }

    /** Differences between the table in a text and the settings; the rows of the table are sorted by name. */
    static List<String> differences(Map<String, String> rows, String text) {
        Map<String, String> written = new LinkedHashMap<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            written.put(row.group(1), row.group());
        }
        List<String> differences = new ArrayList<>();
        if (!List.copyOf(written.keySet()).equals(List.copyOf(new TreeSet<>(written.keySet())))) {
            differences.add("docs/operations.md has settings that are not sorted by name");
        }
        rows.forEach((name, expected) -> {
            if (!expected.equals(written.remove(name))) {
                differences.add("docs/operations.md needs: " + expected);
            }
        });
        written.keySet()
                .forEach(name -> differences.add("docs/operations.md has a setting that does not exist: " + name));
        return differences;
    }

    private static void add(Map<String, String> rows, String prefix, Class<?> settings) {
        if (!settings.isRecord()) {
            throw new IllegalStateException(settings + " is not a record");
        }
        RecordComponent[] components = settings.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                add(rows, name, component.getType());
            } else {
                String defaultValue =
                        defaultOf(settings, i).map(value -> "`" + value + "`").orElse("");
                rows.put(
                        name,
                        "| `%s` | %s | %s |".formatted(name, defaultValue, meaning(settings, component.getName())));
            }
        }
    }

    /** The default is an annotation on the parameter of the constructor. */
    private static Optional<String> defaultOf(Class<?> settings, int index) {
        return Optional.ofNullable(
                        settings.getDeclaredConstructors()[0].getParameters()[index].getAnnotation(DefaultValue.class))
                .map(value -> String.join(",", value.value()))
                .filter(value -> !value.isEmpty());
    }

    private static String meaning(Class<?> settings, String component) {
        String source = sourceOf(settings);
        int end = source.indexOf("record " + settings.getSimpleName() + "(");
        int start = end < 0 ? -1 : source.lastIndexOf("/**", end);
        String javadoc = start < 0 ? "" : source.substring(start, end);
        Matcher param = Pattern.compile("@param " + component + " (.*?)(?=\\n\\s*\\*\\s*@|\\*/)", Pattern.DOTALL)
                .matcher(javadoc);
        return param.find()
                ? param.group(1)
                        .replaceAll("\\n\\s*\\*", " ")
                        .replaceAll("\\{@code ([^}]*)}", "`$1`")
                        .replaceAll("\\s+", " ")
                        .strip()
                : "";
    }

    private static String sourceOf(Class<?> type) {
        String file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
        for (String module : Repository.MODULES) {
            Path main = Repository.sourcesOf(module).resolve(file);
            if (Files.exists(main)) {
                return Repository.document(Repository.folder().relativize(main).toString());
            }
        }
        return Repository.document("standalone/src/test/java/" + file);
    }

    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
