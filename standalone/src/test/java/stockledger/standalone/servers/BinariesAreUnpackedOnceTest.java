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

/** Binaries are unpacked once, and again when a file is damaged. */
class BinariesAreUnpackedOnceTest {

    @TempDir
    private Path folder;

    private final AtomicInteger unpackings = new AtomicInteger();

    @Test
    void theSecondCallUsesTheUnpackedFiles() throws IOException {
        Path first = unpack("one");
        Path second = unpack("one");

        assertThat(second).isEqualTo(first);
        assertThat(unpackings).hasValue(1);
        assertThat(first.resolve("tool")).isExecutable().hasContent("one");
    }

    @Test
    void differentContentHasADifferentFolder() throws IOException {
        assertThat(unpack("one")).isNotEqualTo(unpack("two"));
    }

    @Test
    void aTruncatedFileIsUnpackedAgain() throws IOException {
        Path home = unpack("one");
        Files.writeString(home.resolve("tool"), "");

        assertThat(unpack("one").resolve("tool")).hasContent("one");
        assertThat(unpackings).hasValue(2);
    }

    @Test
    void incompleteFoldersOfAKilledStartAreDeleted() throws IOException {
        Files.createDirectories(folder.resolve(".unpacking-1/bin"));
        new BinaryFolder(folder).deleteIncomplete();

        assertThat(folder).isEmptyDirectory();
    }

    private Path unpack(String content) throws IOException {
        InputStream archive = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        return new BinaryFolder(folder).unpack("tool", archive, (in, target) -> {
            unpackings.incrementAndGet();
            BinaryFolder.executable("tool").unpack(in, target);
        });
    }
}
