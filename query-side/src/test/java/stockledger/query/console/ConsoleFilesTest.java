package stockledger.query.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the console: complete, small, and without anything that its Content-Security-Policy refuses. */
class ConsoleFilesTest {

    /** What the first view of a page may transfer, with the answers of the API. */
    private static final int MAX_BYTES = 150_000;

    /** What is left of that for the answers of the API. */
    private static final int BYTES_OF_ANSWERS = 50_000;

    private static final int MAX_LINES = 500;

    private static final Pattern IMPORT = Pattern.compile("(?:from\\s*|import\\s*)[\"'](\\.[^\"']+)[\"']");
    private static final Pattern ROUTE = Pattern.compile("module: '([^']+)'");

    private static final ConsoleFiles FILES = new ConsoleFiles();

    private static String prefix() {
        return FILES.assets().keySet().stream()
                .filter(path -> path.endsWith("/app.js"))
                .map(path -> path.substring(0, path.length() - "app.js".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(String path) {
        ConsoleFile file = FILES.asset(path);
        assertThat(file).as(path).isNotNull();
        return new String(file.body(), StandardCharsets.UTF_8);
    }

    private static String html() {
        return new String(FILES.page().body(), StandardCharsets.UTF_8);
    }

    /** The files that a module imports at once, and those that they import. */
    private static Set<String> withImports(String module) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(module));
        while (!open.isEmpty()) {
            String path = open.poll();
            if (found.add(path)) {
                Matcher imports = IMPORT.matcher(text(path));
                while (imports.find()) {
                    String folder = path.substring(0, path.lastIndexOf('/') + 1);
                    open.add(java.net
                            .URI
                            .create(folder)
                            .resolve(imports.group(1))
                            .toString());
                }
            }
        }
        return found;
    }

    static Stream<String> views() {
        return FILES.assets().keySet().stream()
                .filter(path -> path.contains("/views/") && path.endsWith(".js"))
                .map(path -> path.substring(prefix().length()));
    }

    @Test
    void addressesContainAHashOfAllFiles() {
        assertThat(prefix()).matches("/console/assets/[0-9a-f]{16}/");
        assertThat(FILES.assets().keySet()).allMatch(path -> path.startsWith(prefix()));
        assertThat(html()).contains(prefix() + "app.js").doesNotContain("{assets}");
    }

    /** Modules that are imported by others are named by the page, so that a browser asks for all of them at once. */
    @Test
    void pageNamesEveryFileThatEachViewNeeds() {
        assertThat(named())
                .contains(prefix() + "console.css", prefix() + "icon.svg")
                .containsAll(withImports(prefix() + "app.js"))
                .allSatisfy(address -> assertThat(FILES.asset(address)).isNotNull());
    }

    private static Set<String> named() {
        return Pattern.compile("(?:src|href)=\"([^\"]+)\"")
                .matcher(html())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("views")
    void firstViewIsSmall(String view) {
        Set<String> files = named();
        files.addAll(withImports(prefix() + view));
        if (files.contains(prefix() + "chart.js")) {
            files.addAll(List.of(prefix() + "lib/uplot.js", prefix() + "lib/uplot.css"));
        }

        int bytes = FILES.page().gzipBody().length;
        for (String path : files) {
            bytes += FILES.assets().get(path).gzipBody().length;
        }

        assertThat(bytes).as("%s with %s", view, files).isLessThan(MAX_BYTES - BYTES_OF_ANSWERS);
    }

    @Test
    void everyRouteHasAView() {
        List<String> modules = ROUTE.matcher(text(prefix() + "routes.js"))
                .results()
                .map(found -> "views/" + found.group(1) + ".js")
                .toList();

        assertThat(views().toList()).containsExactlyInAnyOrderElementsOf(modules);
    }

    /** The policy would refuse them, and a value in such a place would not be escaped. */
    @Test
    void nothingInTheFilesNeedsALaxerPolicy() {
        assertThat(html()).doesNotContain("<style", " style=").doesNotContainPattern("<script(?![^>]* src=)");
        for (Map.Entry<String, ConsoleFile> file : FILES.assets().entrySet()) {
            if (file.getKey().endsWith(".js") && !file.getKey().contains("/lib/")) {
                assertThat(text(file.getKey()))
                        .as(file.getKey())
                        .doesNotContain(
                                " style=", "innerHTML", "outerHTML", "insertAdjacentHTML", "unsafeHTML", "unsafe-html")
                        .doesNotContain("eval(", "new Function", "document.write")
                        .doesNotContainPattern("\\son[a-z]+=\"");
            }
        }
    }

    @Test
    void filesAreNotLong() {
        for (String path : FILES.assets().keySet()) {
            if (path.endsWith(".js") && !path.contains("/lib/")) {
                assertThat(text(path).lines().count()).as(path).isLessThanOrEqualTo(MAX_LINES);
            }
        }
    }
}
