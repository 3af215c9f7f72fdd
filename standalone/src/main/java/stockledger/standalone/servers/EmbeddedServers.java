package stockledger.standalone.servers;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoDriverInformation;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The servers in the jar. No other user of the machine can connect to them: PostgreSQL and Redis listen on Unix sockets in a
 * private folder, and the MongoDB stand-in serves this process only.
 *
 * <p>How it works: a data folder belongs to one process at a time. PostgreSQL stores the events in it, and an acknowledged
 * commit survives a crash. The MongoDB stand-in keeps the read models in it, which can be lost. Redis is not persistent.
 * PostgreSQL and Redis are started again when they end unexpectedly. MongoDB and Redis are stopped before PostgreSQL. A start
 * stops the servers that a killed process left running on the same data folder.
 *
 * <p>The {@code EmbeddedPostgres} and {@code RedisServer} classes of the libraries are not used, only their binaries: they
 * start PostgreSQL without a password and with {@code fsync} off, and find no servers of a killed process.
 */
public final class EmbeddedServers implements AutoCloseable {

    /** Time between SIGTERM and SIGKILL. */
    static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final Path dataDir;
    private final EmbeddedSettings settings;
    private final String readModels;
    private final ShutdownStack stack = new ShutdownStack();
    private @Nullable EmbeddedMongo mongo;
    private @Nullable PostgresServer postgres;
    private @Nullable EmbeddedRedis redis;

    /** @param readModels version of the read models; those of another version in the data folder are not used */
    public EmbeddedServers(Path dataDir, EmbeddedSettings settings, String readModels) {
        this.dataDir = dataDir;
        this.settings = settings;
        this.readModels = readModels;
    }

    /** Addresses and credentials of the servers. */
    public record Addresses(
            String postgresUrl, String postgresUser, String postgresPassword, Path redisSocket, String mongoUri) {

        /** Without passwords; the URI of an external MongoDB may contain one. */
        @Override
        public String toString() {
            return postgresUrl + ", redis " + redisSocket + ", " + mongoUri.replaceFirst("//.*@", "//");
        }
    }

    /**
     * Starts all servers. {@link #close()} may be called from another thread meanwhile.
     *
     * @param onFailure called with a reason when PostgreSQL ends again and again, or the stand-in cannot use its files
     * @throws StartFailedException when a server does not start; {@link #close()} stops the others
     */
    public Addresses start(Consumer<String> onFailure) {
        try {
            DataFolder folder = stack.add(DataFolder.lock(dataDir));
            Path programsDir = settings.programsDir();
            BinaryFolder binaries = new BinaryFolder(programsDir == null ? folder.resolve("programs") : programsDir);
            if (programsDir == null) {
                binaries.deleteIncomplete();
            }
            binaries.useForNetty();
            SocketFolder sockets = stack.add(SocketFolder.create(folder));
            PostgresServer events =
                    PostgresServer.start(folder, PostgresBinaries.in(binaries), settings, sockets, onFailure, stack);
            EmbeddedRedis cache = EmbeddedRedis.start(folder, binaries, settings, sockets, stack);
            String mongoUri = mongoUri(folder, binaries, events, onFailure);
            postgres = events;
            redis = cache;
            return new Addresses(events.url(), PostgresCluster.USER, events.password(), cache.socket(), mongoUri);
        } catch (IOException e) {
            throw new StartFailedException("the embedded servers do not start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("interrupted while starting", e);
        }
    }

    /** The configured external MongoDB, or the stand-in in this process. */
    private String mongoUri(DataFolder folder, BinaryFolder binaries, PostgresServer events, Consumer<String> onFailure)
            throws IOException {
        String configured = settings.mongoUri();
        if (configured == null || configured.isBlank()) {
            RocksLibrary.load(binaries);
            mongo = EmbeddedMongo.start(
                    folder,
                    events,
                    readModels,
                    reason -> onFailure.accept("the read models in the data folder cannot be used: " + reason),
                    stack);
            return EmbeddedMongo.URI;
        }
        if (!configured.startsWith("mongodb://") && !configured.startsWith("mongodb+srv://")) {
            throw new StartFailedException(
                    "stockledger.embedded.mongo-uri must begin with mongodb:// or mongodb+srv://");
        }
        return configured;
    }

    /** A client of the MongoDB at {@link Addresses#mongoUri()}. */
    public MongoClient mongoClient(MongoClientSettings clientSettings, MongoDriverInformation driver) {
        return mongo == null ? MongoClients.create(clientSettings, driver) : mongo.client(clientSettings, driver);
    }

    /** How often PostgreSQL was started again. */
    public int postgresRestarts() {
        return postgres == null ? 0 : postgres.restarts();
    }

    /** How often Redis was started again. */
    public int redisRestarts() {
        return redis == null ? 0 : redis.restarts();
    }

    /** Stops the servers, waits for their exit, and unlocks the data folder. */
    @Override
    public void close() {
        stack.close();
    }
}
