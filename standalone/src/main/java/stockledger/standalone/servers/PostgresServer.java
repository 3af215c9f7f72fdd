package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The embedded PostgreSQL, which stores the events. An acknowledged commit is on disk: the durability settings are command
 * line arguments, which override the configuration files in the data folder.
 */
final class PostgresServer implements AutoCloseable {

    /** Extra time when pg_ctl failed, because the server may be exiting already. */
    private static final Duration EXIT_GRACE = Duration.ofMillis(500);

    private final PostgresCluster cluster;
    private final ServerProcess process;
    private final EmbeddedSettings settings;
    private final int port;
    private volatile boolean stopping;

    private PostgresServer(PostgresCluster cluster, ServerProcess process, EmbeddedSettings settings, int port) {
        this.cluster = cluster;
        this.process = process;
        this.settings = settings;
        this.port = port;
    }

    /**
     * Starts PostgreSQL on its cluster in the data folder, which is created if it does not exist.
     *
     * @throws StartFailedException with the last error in PostgreSQL's log
     */
    static PostgresServer start(
            DataFolder folder, PostgresBinaries binaries, EmbeddedSettings settings, ShutdownStack stack)
            throws IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(folder, binaries);
        if (cluster.exists()) {
            cluster.stopOrphans(EmbeddedSettings.POSTGRES_STOP_TIMEOUT);
        } else {
            cluster.create(stack);
        }
        Path log = folder.resolve("postgres.log");
        for (int attempt = 1; true; attempt++) {
            rotate(log);
            int port = FreePort.next();
            ServerProcess process =
                    ServerProcess.start(command(cluster, binaries, settings, port), log, EmbeddedServers.STOP_TIMEOUT);
            PostgresServer server = stack.add(new PostgresServer(cluster, process, settings, port));
            if (process.awaitReady(() -> cluster.isReady(process.pid()), settings.postgresStartTimeout())) {
                return server;
            }
            boolean timedOut = process.isAlive();
            stack.remove(server);
            server.close();
            if (timedOut) {
                throw new StartFailedException("the embedded PostgreSQL was not ready after "
                        + settings.postgresStartTimeout().toSeconds()
                        + " s; start again to continue its recovery, or raise"
                        + " --stockledger.embedded.postgres-start-timeout");
            }
            List<String> lines = process.lastLogLines();
            if (attempt >= EmbeddedSettings.PORT_ATTEMPTS || !isPortTaken(lines)) {
                throw new StartFailedException("the embedded PostgreSQL did not start: "
                        + PostgresCluster.lastError(lines) + " (" + log + ")");
            }
        }
    }

    private static List<String> command(
            PostgresCluster cluster, PostgresBinaries binaries, EmbeddedSettings settings, int port) {
        return binaries.command(
                "postgres",
                "-D",
                cluster.path().toString(),
                "-c",
                "listen_addresses=" + FreePort.LOOPBACK,
                "-c",
                "port=" + port,
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=" + settings.postgresConnections(),
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                "-c",
                "logging_collector=off",
                "-c",
                // Excludes errors: each append that loses a race for a version is one, and is answered.
                "log_min_messages=log");
    }

    private static boolean isPortTaken(List<String> lines) {
        return lines.stream().anyMatch(line -> line.contains("Address already in use"));
    }

    private static void rotate(Path log) throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".last"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    String url() {
        return "jdbc:postgresql://" + FreePort.LOOPBACK + ":" + port + "/postgres";
    }

    String password() throws IOException {
        return cluster.password();
    }

    long pid() {
        return process.pid();
    }

    /** Calls back when PostgreSQL ends and was not stopped. */
    void onUnexpectedExit(Runnable callback) {
        process.onExit(() -> {
            if (!stopping) {
                callback.run();
            }
        });
    }

    @Override
    public void close() throws IOException, InterruptedException {
        stopping = true;
        if (process.isAlive()
                && !cluster.stop("fast", EmbeddedSettings.POSTGRES_STOP_TIMEOUT)
                && !process.awaitExit(EXIT_GRACE)) {
            cluster.stop("immediate", EmbeddedSettings.POSTGRES_STOP_TIMEOUT);
        }
        process.close();
    }
}
