package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The repository: sources and classes of every module, and the documents. */
final class Repository {

    /** Every module; compared with the pom. */
    static final List<String> MODULES = List.of("events", "web", "command-side", "query-side", "trials", "standalone");

    static final String ROOT = "stockledger";

    private static JavaClasses code;

    private Repository() {}

    /** The root folder; tests run in the folder of their module. */
    static Path folder() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    /** The main code of every module; a module that is not compiled is a failure, not an omission. */
    static synchronized JavaClasses code() {
        if (code == null) {
            List<Path> compiled = new ArrayList<>();
            for (String module : MODULES) {
                compiled.add(compiledOf(module));
            }
            code = new ClassFileImporter().importPaths(compiled);
        }
        return code;
    }

    /** Test classes of this module that violate rules on purpose, under their own root package. */
    static JavaClasses violating() {
        return new ClassFileImporter().importPath(Path.of("target/test-classes/stockledger/violations"));
    }

    static Path sourcesOf(String module) {
        return folder().resolve(module).resolve("src/main/java");
    }

    static String document(String name) {
        try {
            return Files.readString(folder().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below a folder with a suffix, sorted; none when the folder does not exist. */
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path compiledOf(String module) {
        Path classes = folder().resolve(module).resolve("target/classes");
        if (files(classes, ".class").isEmpty()) {
            throw new IllegalStateException(
                    "no classes in " + classes + ": the rules would check nothing of " + module);
        }
        return classes;
    }
}
