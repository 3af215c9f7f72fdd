package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The servers in the jar, on free ports of the loopback address.
 *
 * <p>How it works: a data folder belongs to one process at a time. PostgreSQL stores the events in it, and an acknowledged
 * commit survives a crash. The MongoDB stand-in keeps the read models in it, which can be lost. Redis is not persistent.
 * MongoDB and Redis are stopped before PostgreSQL. A start stops the servers that a killed process left running on the same data folder.
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

    /** @param readModels version of the read models; those of another version in the data folder are not used */
    public EmbeddedServers(Path dataDir, EmbeddedSettings settings, String readModels) {
        this.dataDir = dataDir;
        this.settings = settings;
        this.readModels = readModels;
    }

    /** Addresses and credentials of the servers. */
    public record Addresses(
            String postgresUrl,
            String postgresUser,
            String postgresPassword,
            String redisHost,
            int redisPort,
            String redisPassword,
            String mongoUri) {

        /** Without passwords; the URI of an external MongoDB may contain one. */
        @Override
        public String toString() {
            return postgresUrl + ", redis " + redisHost + ":" + redisPort + ", " + mongoUri.replaceFirst("//.*@", "//");
        }
    }

    /**
     * Starts all servers. {@link #close()} may be called from another thread meanwhile.
     *
     * @param onFailure called with a reason when PostgreSQL ends unexpectedly, or the stand-in cannot use its files
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
            PostgresServer postgres = PostgresServer.start(folder, PostgresBinaries.in(binaries), settings, stack);
            postgres.onUnexpectedExit(() -> onFailure.accept(
                    "the embedded PostgreSQL ended unexpectedly; see postgres.log in the data folder"));
            EmbeddedRedis redis = EmbeddedRedis.start(folder, binaries, settings, stack);
            String mongoUri = mongoUri(folder, binaries, postgres, onFailure);
            return new Addresses(
                    postgres.url(),
                    PostgresCluster.USER,
                    postgres.password(),
                    FreePort.LOOPBACK,
                    redis.port(),
                    redis.password(),
                    mongoUri);
        } catch (IOException e) {
            throw new StartFailedException("the embedded servers do not start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("interrupted while starting", e);
        }
    }

    /** The configured external MongoDB, or the stand-in in this process. */
    private String mongoUri(
            DataFolder folder, BinaryFolder binaries, PostgresServer postgres, Consumer<String> onFailure)
            throws IOException {
        String configured = settings.mongoUri();
        if (configured == null || configured.isBlank()) {
            RocksLibrary.load(binaries);
            return EmbeddedMongo.start(
                            folder,
                            postgres,
                            readModels,
                            reason -> onFailure.accept("the read models in the data folder cannot be used: " + reason),
                            stack)
                    .uri();
        }
        if (!configured.startsWith("mongodb://") && !configured.startsWith("mongodb+srv://")) {
            throw new StartFailedException(
                    "stockledger.embedded.mongo-uri must begin with mongodb:// or mongodb+srv://");
        }
        return configured;
    }

    /** Stops the servers, waits for their exit, and unlocks the data folder. */
    @Override
    public void close() {
        stack.close();
    }
}
