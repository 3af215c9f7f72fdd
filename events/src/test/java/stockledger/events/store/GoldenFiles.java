package stockledger.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stored events as files, one per event and revision. A file is never overwritten: older versions of the service have
 * stored events in this form, so a changed form needs a new revision.
 */
final class GoldenFiles {

    private final Path folder;
    private final boolean write;

    GoldenFiles(Path folder, boolean write) {
        this.folder = folder;
        this.write = write;
    }

    /** The files of this module; {@code -Dgolden.write=true} creates the missing ones. */
    static GoldenFiles ofModule() {
        return new GoldenFiles(Path.of("src/test/resources/golden"), Boolean.getBoolean("golden.write"));
    }

    /** Asserts that the current output equals the file. */
    void assertMatches(String key, String output) throws IOException {
        Path file = fileOf(key);
        if (!Files.exists(file) && write) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, output);
        }
        assertThat(read(key)).as("stored form of %s", key).isEqualTo(output);
    }

    String read(String key) throws IOException {
        Path file = fileOf(key);
        if (!Files.exists(file)) {
            fail("golden file %s is missing: create it with -Dgolden.write=true and never change it", file);
        }
        return Files.readString(file);
    }

    /** The keys of all files, as {@code package.Event.revision}. */
    Set<String> keys() throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .map(name -> name.replace(".json", "").replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Path fileOf(String key) {
        int dot = key.indexOf('.');
        return folder.resolve(key.substring(0, dot)).resolve(key.substring(dot + 1) + ".json");
    }
}
