package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The servers that come with the jar, on free ports of the loopback.
 *
 * <p>How it works: one process has a data folder. Events are in the PostgreSQL there, and what it acknowledged survives
 * a crash. Redis and the MongoDB stand-in keep nothing. Servers are ended in the order read models, then events; those
 * of a process that was killed are found and ended by the next one on the same data folder.
 */
public final class EmbeddedServers implements AutoCloseable {

    /** How long a program that was told to end may take before it is ended. */
    static final Duration LONGEST_KILL = Duration.ofSeconds(2);

    static final Duration SHORT = Duration.ofMillis(500);

    private final Path dataDir;
    private final EmbeddedSettings settings;
    private final StopOrder stops = new StopOrder();

    public EmbeddedServers(Path dataDir, EmbeddedSettings settings) {
        this.dataDir = dataDir;
        this.settings = settings;
    }

    /**
     * Where the servers are, and what opens them.
     *
     */
    public record Addresses(
            String postgresUrl,
            String postgresUser,
            String postgresPassword,
            String redisHost,
            int redisPort,
            String redisPassword,
            String mongoUri) {

        /** Without the passwords: the address of a MongoDB that was there already may hold one. */
        @Override
        public String toString() {
            return postgresUrl + ", redis " + redisHost + ":" + redisPort + ", " + mongoUri.replaceFirst("//.*@", "//");
        }
    }

    /**
     * Starts all. {@link #close()} may be called from another thread meanwhile.
     *
     * @param onPostgresLost called if PostgreSQL ends without having been asked to
     * @throws CannotStart when one of them does not start; what did is ended by {@link #close()}
     */
    public Addresses start(Runnable onPostgresLost) {
        try {
            DataFolder folder = stops.add(DataFolder.lock(dataDir));
            Path programsDir = settings.programsDir();
            Programs programs = new Programs(programsDir == null ? folder.at("programs") : programsDir);
            if (programsDir == null) {
                programs.clear();
            }
            PostgresServer postgres = PostgresServer.start(folder, PostgresPrograms.in(programs), settings, stops);
            postgres.whenLost(onPostgresLost);
            RedisServer redis = RedisServer.start(folder, programs, settings, stops);
            String mongoUri = mongo();
            return new Addresses(
                    postgres.url(),
                    PostgresCluster.USER,
                    postgres.password(),
                    FreePort.LOOPBACK,
                    redis.port(),
                    redis.password(),
                    mongoUri);
        } catch (IOException e) {
            throw new CannotStart("the embedded servers do not start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while starting", e);
        }
    }

    /** Where read models are kept: in a MongoDB that is there already, or in this process. */
    private String mongo() {
        String given = settings.mongoUri();
        if (given == null || given.isBlank()) {
            return MongoStandIn.start(stops).uri();
        }
        if (!given.startsWith("mongodb://") && !given.startsWith("mongodb+srv://")) {
            throw new CannotStart(
                    "stockledger.embedded.mongo-uri is no address of a MongoDB: it begins with mongodb://");
        }
        return given;
    }

    /** Ends the servers, waits for their end, and gives the data folder back. */
    @Override
    public void close() {
        stops.close();
    }
}
