package stockledger.standalone.servers;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import stockledger.standalone.documents.DamagedStoreException;
import stockledger.standalone.documents.DocumentServer;
import stockledger.standalone.documents.DocumentStore;

/**
 * A server of the MongoDB protocol in this process, for clients in this process only. Its read models are kept in the data folder, and used only if their files
 * are undamaged and they were folded from the events of the data folder. Otherwise they are deleted and folded again: all of
 * them can be rebuilt from the events.
 */
final class EmbeddedMongo implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMongo.class);
    private static final String FOLDER = "read-models";
    private static final String VERSION = "version";

    /** No address: clients are made by {@link #client}. */
    static final String URI = "mongodb://in-this-process/stockledger";

    private final DocumentServer server;

    private EmbeddedMongo(DocumentServer server) {
        this.server = server;
    }

    /**
     * Opens the read models and serves them.
     *
     * @param version of the read models that this process writes; stored ones of another version are not used
     * @param onFailure called with a reason when the files cannot be read or written any more
     */
    static EmbeddedMongo start(
            DataFolder folder, PostgresServer postgres, String version, Consumer<String> onFailure, ShutdownStack stack)
            throws IOException {
        DocumentStore documents =
                stack.add(open(PrivateFiles.folder(folder.resolve(FOLDER)), postgres, version, onFailure));
        return stack.add(new EmbeddedMongo(new DocumentServer(documents)));
    }

    private static DocumentStore open(Path folder, PostgresServer postgres, String version, Consumer<String> onFailure)
            throws IOException {
        try (EventLineage events = EventLineage.connect(postgres)) {
            DocumentStore documents = usable(folder, events, version, onFailure);
            if (documents == null) {
                FileSystemUtils.deleteRecursively(folder);
                documents = DocumentStore.open(PrivateFiles.folder(folder), onFailure);
            }
            documents.putProperty(VERSION, version);
            events.mark(documents);
            TrackingTokens.releaseClaims(documents);
            return documents;
        } catch (DamagedStoreException e) {
            throw new StartFailedException("the folder of the read models cannot be used: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new StartFailedException("the embedded PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    private static @Nullable DocumentStore usable(
            Path folder, EventLineage events, String version, Consumer<String> onFailure) throws SQLException {
        try {
            DocumentStore documents = DocumentStore.open(folder, onFailure);
            String stored = documents.property(VERSION);
            String difference = documents.isEmpty() || version.equals(stored)
                    ? events.difference(documents)
                    : "they have version " + stored + ", and this program writes version " + version;
            if (difference == null) {
                return documents;
            }
            documents.close();
            LOG.warn("The stored read models are rebuilt from the events: {}", difference);
        } catch (DamagedStoreException e) {
            LOG.warn("The stored read models are rebuilt from the events: {}", e.getMessage());
        }
        return null;
    }

    MongoClient client(MongoClientSettings clientSettings, MongoDriverInformation driver) {
        return server.client(clientSettings, driver);
    }

    @Override
    public void close() {
        server.close();
    }
}
