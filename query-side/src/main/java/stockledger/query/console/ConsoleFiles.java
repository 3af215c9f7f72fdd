package stockledger.query.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The files of the console, read once. The addresses of all files but the page contain a hash of them all: browsers keep
 * them for ever, and modules that import each other are always of the same version.
 */
@Component
class ConsoleFiles {

    /** What the addresses of all files but the page begin with. */
    static final String ASSETS = "/console/assets/";

    private static final String FOLDER = "stockledger/query/console/";
    private static final String WEBJARS = "classpath*:META-INF/resources/webjars/";
    private static final String PAGE = "console.html";
    private static final String PLACEHOLDER = "{assets}";
    private static final int HASH_CHARACTERS = 16;

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    /** By the endings of names; the folder has classes too. */
    private static final Map<String, MediaType> TYPES = Map.of(
            "html", HTML,
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    /** Files of libraries: their names here, and where they are in their jars. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lib/lit-html.js", "lit-html/*/lit-html.js",
            "lib/directive.js", "lit-html/*/directive.js",
            "lib/directive-helpers.js", "lit-html/*/directive-helpers.js",
            "lib/directives/live.js", "lit-html/*/directives/live.js",
            "lib/directives/repeat.js", "lit-html/*/directives/repeat.js",
            "lib/uplot.js", "uplot/*/dist/uPlot.iife.min.js",
            "lib/uplot.css", "uplot/*/dist/uPlot.min.css");

    private final ConsoleFile page;
    private final Map<String, ConsoleFile> assets;

    ConsoleFiles() {
        Map<String, byte[]> bodies = read();
        byte[] html = bodies.remove(PAGE);
        if (html == null) {
            throw new IllegalStateException(PAGE + " is missing");
        }
        MessageDigest digest = sha256();
        bodies.forEach((name, body) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(body);
        });
        String prefix = ASSETS + hash(digest) + "/";
        this.assets = new TreeMap<>();
        bodies.forEach((name, body) -> assets.put(prefix + name, file(type(name), body)));
        String text = new String(html, StandardCharsets.UTF_8).replace(PLACEHOLDER, prefix);
        this.page = file(HTML, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, byte[]> read() {
        Map<String, byte[]> bodies = new TreeMap<>();
        PathMatchingResourcePatternResolver classpath =
                new PathMatchingResourcePatternResolver(ConsoleFiles.class.getClassLoader());
        try {
            for (String ending : TYPES.keySet()) {
                for (Resource found : classpath.getResources("classpath*:" + FOLDER + "**/*." + ending)) {
                    String url = found.getURL().toString();
                    bodies.put(url.substring(url.lastIndexOf(FOLDER) + FOLDER.length()), found.getContentAsByteArray());
                }
            }
            for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
                Resource[] found = classpath.getResources(WEBJARS + library.getValue());
                if (found.length != 1) {
                    throw new IllegalStateException(found.length + " files are " + library.getValue());
                }
                bodies.put(library.getKey(), found[0].getContentAsByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bodies;
    }

    /** The page that shows every view. */
    ConsoleFile page() {
        return page;
    }

    /** The files by their addresses. */
    Map<String, ConsoleFile> assets() {
        return assets;
    }

    @Nullable
    ConsoleFile asset(String path) {
        return assets.get(path);
    }

    private static ConsoleFile file(MediaType type, byte[] body) {
        MessageDigest digest = sha256();
        digest.update(body);
        return ConsoleFile.of(type, "\"" + hash(digest) + "\"", body);
    }

    private static MediaType type(String name) {
        return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
    }

    private static String hash(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
