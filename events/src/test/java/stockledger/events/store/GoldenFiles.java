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
 * The stored forms as files, one per event and revision. What is there is never overwritten: it is what older versions
 * of the service have stored, and a changed form needs a new revision instead.
 */
final class GoldenFiles {

    private final Path folder;
    private final boolean write;

    GoldenFiles(Path folder, boolean write) {
        this.folder = folder;
        this.write = write;
    }

    /** The files of this module; {@code -Dgolden.write=true} creates the missing ones. */
    static GoldenFiles ofThisModule() {
        return new GoldenFiles(Path.of("src/test/resources/golden"), Boolean.getBoolean("golden.write"));
    }

    /** Holds that today's output is what the file says. */
    void matches(String key, String today) throws IOException {
        Path file = fileOf(key);
        if (!Files.exists(file) && write) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, today);
        }
        assertThat(read(key)).as("what %s stores today", key).isEqualTo(today);
    }

    String read(String key) throws IOException {
        Path file = fileOf(key);
        if (!Files.exists(file)) {
            fail("golden file %s is missing: create it with -Dgolden.write=true, and keep it for ever", file);
        }
        return Files.readString(file);
    }

    /** Every stored form there is a file for, as {@code room.Event.revision}. */
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
        int room = key.indexOf('.');
        return folder.resolve(key.substring(0, room)).resolve(key.substring(room + 1) + ".json");
    }
}
