package stockledger.standalone.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import stockledger.standalone.documents.DocumentStore;

/**
 * RocksDB's native library, unpacked with the server binaries. RocksDB itself would unpack it to the system's temporary folder
 * at each start, and leave it there when the process is killed.
 */
final class RocksLibrary {

    private static final String NAME = "rocksdb";

    private RocksLibrary() {}

    static void load(BinaryFolder binaries) throws IOException {
        String file = Environment.getJniLibraryFileName(NAME);
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(file)) {
            if (library == null) {
                throw new FileNotFoundException("this jar contains no RocksDB library for this platform: " + file);
            }
            Path folder = binaries.unpack(
                    NAME, library, (content, target) -> Files.copy(content, target.resolve(loadedName())));
            DocumentStore.loadLibrary(folder);
        }
    }

    /** The name under which RocksDB looks for it. */
    private static String loadedName() {
        return Environment.getJniLibraryFileName("rocksdbjni");
    }
}
