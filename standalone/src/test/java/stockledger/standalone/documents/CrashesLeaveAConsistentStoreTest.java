package stockledger.standalone.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What is found after a crash is the state of all collections at one moment; damage is noticed. */
class CrashesLeaveAConsistentStoreTest {

    @TempDir
    private Path folder;

    private static void write(Stored stored, int from, int to) {
        MongoCollection<Document> first = stored.collection("first");
        MongoCollection<Document> second = stored.collection("second");
        for (int i = from; i < to; i++) {
            first.insertOne(new Document("_id", "n" + i));
            second.insertOne(new Document("_id", "n" + i));
        }
    }

    @Test
    void aCopyOfTheOpenFilesHasNoLaterWriteWithoutTheEarlierOnes() throws IOException, DamagedStoreException {
        Path open = folder.resolve("open");
        try (Stored stored = new Stored(open)) {
            write(stored, 0, 300);
            stored.store().putProperty("flushed", "yes");
            write(stored, 300, 600);
            FileSystemUtils.copyRecursively(open, folder.resolve("killed"));
        }
        try (Stored killed = new Stored(folder.resolve("killed"))) {
            long first = killed.collection("first").countDocuments();
            long second = killed.collection("second").countDocuments();
            assertThat(first).isBetween(300L, 600L);
            assertThat(second).isBetween(first - 1, first);
            write(killed, 1_000, 1_010);
        }
    }

    @Test
    void aLogThatEndsWithinAWriteIsReadUpToIt() throws IOException, DamagedStoreException {
        Path open = folder.resolve("open");
        Path killed = folder.resolve("killed");
        try (Stored stored = new Stored(open)) {
            write(stored, 0, 300);
            stored.store().putProperty("flushed", "yes");
            FileSystemUtils.copyRecursively(open, killed);
        }
        Path log = files(killed, ".log").get(0);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(log) / 2 + 1);
        }
        try (Stored cut = new Stored(killed)) {
            long first = cut.collection("first").countDocuments();
            assertThat(first).isBetween(10L, 299L);
            assertThat(cut.collection("second").countDocuments()).isBetween(first - 1, first);
        }
    }

    @Test
    void aChangedByteIsFoundWhenTheFolderIsOpened() throws IOException, DamagedStoreException {
        filled();
        Path table = files(folder, ".sst").get(0);
        try (FileChannel channel = FileChannel.open(table, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, 100);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), 100);
        }
        assertThatThrownBy(() -> new Stored(folder)).isInstanceOf(DamagedStoreException.class);
    }

    @Test
    void aTruncatedFileIsFoundWhenTheFolderIsOpened() throws IOException, DamagedStoreException {
        filled();
        Path table = files(folder, ".sst").get(0);
        try (FileChannel channel = FileChannel.open(table, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(table) / 2);
        }
        assertThatThrownBy(() -> new Stored(folder)).isInstanceOf(DamagedStoreException.class);
    }

    @Test
    void aMissingFileIsFoundWhenTheFolderIsOpened() throws IOException, DamagedStoreException {
        filled();
        Files.delete(files(folder, ".sst").get(0));
        assertThatThrownBy(() -> new Stored(folder)).isInstanceOf(DamagedStoreException.class);
    }

    private void filled() throws DamagedStoreException {
        try (Stored stored = new Stored(folder)) {
            write(stored, 0, 100);
        }
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
