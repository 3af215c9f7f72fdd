package stockledger.standalone.documents;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/** A store with a MongoDB server in front of it and a client. */
final class Stored implements AutoCloseable {

    private static boolean loaded;

    private final DocumentStore store;
    private final DocumentServer server;
    private final MongoClient client;

    Stored(Path folder) throws DamagedStoreException {
        load();
        store = DocumentStore.open(folder, reason -> {});
        server = new DocumentServer(store);
        client = client(Duration.ZERO);
    }

    /** A further client of the same server; no read timeout when it is zero. */
    MongoClient client(Duration readTimeout) {
        return server.client(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString("mongodb://in-this-process"))
                        .applyToSocketSettings(
                                socket -> socket.readTimeout((int) readTimeout.toMillis(), TimeUnit.MILLISECONDS))
                        .build(),
                MongoDriverInformation.builder().build());
    }

    private static synchronized void load() {
        if (loaded) {
            return;
        }
        String file = Environment.getJniLibraryFileName("rocksdb");
        try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(file)) {
            Path folder =
                    Files.createTempDirectory(Path.of("target"), "rocksdb").toAbsolutePath();
            Files.copy(library, folder.resolve(Environment.getJniLibraryFileName("rocksdbjni")));
            DocumentStore.loadLibrary(folder);
            loaded = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase("shop").getCollection(name);
    }

    DocumentStore store() {
        return store;
    }

    @Override
    public void close() {
        client.close();
        server.close();
        store.close();
    }
}
