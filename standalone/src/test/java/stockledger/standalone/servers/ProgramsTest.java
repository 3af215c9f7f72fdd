package stockledger.standalone.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are unpacked once, whole, and again when something of them was lost. */
class ProgramsTest {

    @TempDir
    private Path folder;

    private final AtomicInteger unpackings = new AtomicInteger();

    @Test
    void areUnpackedOnce() throws IOException {
        Path first = unpacked("one");
        Path second = unpacked("one");

        assertThat(second).isEqualTo(first);
        assertThat(unpackings).hasValue(1);
        assertThat(first.resolve("tool")).isExecutable().hasContent("one");
    }

    @Test
    void otherContentHasAnotherPlace() throws IOException {
        assertThat(unpacked("one")).isNotEqualTo(unpacked("two"));
    }

    @Test
    void areUnpackedAgainWhenAFileWasCutShort() throws IOException {
        Path home = unpacked("one");
        Files.writeString(home.resolve("tool"), "");

        assertThat(unpacked("one").resolve("tool")).hasContent("one");
        assertThat(unpackings).hasValue(2);
    }

    @Test
    void whatAKilledStartLeftIsCleared() throws IOException {
        Files.createDirectories(folder.resolve(".unpacking-1/bin"));
        new Programs(folder).clear();

        assertThat(folder).isEmptyDirectory();
    }

    private Path unpacked(String content) throws IOException {
        InputStream archive = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        return new Programs(folder).unpacked("tool", archive, (in, into) -> {
            unpackings.incrementAndGet();
            Programs.program("tool").unpack(in, into);
        });
    }
}
