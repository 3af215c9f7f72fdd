package stockledger.standalone.servers;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The embedded PostgreSQL, which stores the events. An acknowledged commit is on disk: the durability settings are command
 * line arguments, which override the configuration files in the data folder. It listens on a Unix socket only.
 */
final class PostgresServer implements Program, AutoCloseable {

    /** Extra time when pg_ctl failed, because the server may be exiting already. */
    private static final Duration EXIT_GRACE = Duration.ofMillis(500);

    /** Part of the name of the socket. */
    private static final int PORT = 5432;

    private static final String SOCKET = ".s.PGSQL." + PORT;

    private final PostgresCluster cluster;
    private final PostgresBinaries binaries;
    private final EmbeddedSettings settings;
    private final SocketFolder sockets;
    private final Path log;
    private final Supervisor supervisor;

    PostgresServer(
            DataFolder folder,
            PostgresBinaries binaries,
            EmbeddedSettings settings,
            SocketFolder sockets,
            Consumer<String> onGivenUp) {
        this.cluster = new PostgresCluster(folder, binaries);
        this.binaries = binaries;
        this.settings = settings;
        this.sockets = sockets;
        this.log = folder.resolve("postgres.log");
        this.supervisor = new Supervisor(this, EmbeddedSettings.POSTGRES_MAX_FAILURES, onGivenUp);
    }

    /**
     * Starts PostgreSQL on its cluster in the data folder, which is created if it does not exist.
     *
     * @param onGivenUp called with a reason when it ends again and again
     * @throws StartFailedException with the last error in PostgreSQL's log
     */
    static PostgresServer start(
            DataFolder folder,
            PostgresBinaries binaries,
            EmbeddedSettings settings,
            SocketFolder sockets,
            Consumer<String> onGivenUp,
            ShutdownStack stack)
            throws IOException, InterruptedException {
        PostgresServer server = new PostgresServer(folder, binaries, settings, sockets, onGivenUp);
        if (!server.cluster.exists()) {
            server.cluster.create(stack);
        }
        server.rotateLog();
        stack.add(server);
        server.supervisor.start();
        return server;
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".last"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public ServerProcess start() throws IOException, InterruptedException {
        cluster.stopOrphans(EmbeddedSettings.POSTGRES_STOP_TIMEOUT);
        sockets.deleteStale(SOCKET);
        return ServerProcess.start(command(), log, EmbeddedServers.STOP_TIMEOUT);
    }

    private List<String> command() {
        return binaries.command(
                "postgres",
                "-D",
                cluster.path().toString(),
                "-c",
                "listen_addresses=",
                "-c",
                "port=" + PORT,
                "-c",
                "unix_socket_directories=\"" + sockets.path().toString().replace("\"", "\"\"") + "\"",
                "-c",
                "unix_socket_permissions=0700",
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

    @Override
    public boolean awaitReady(ServerProcess process) throws InterruptedException {
        return process.awaitReady(() -> cluster.isReady(process.pid()), settings.postgresStartTimeout());
    }

    @Override
    public String failure(ServerProcess process, boolean timedOut) {
        return timedOut
                ? "the embedded PostgreSQL was not ready after "
                        + settings.postgresStartTimeout().toSeconds()
                        + " s; start again to continue its recovery, or raise"
                        + " --stockledger.embedded.postgres-start-timeout"
                : "the embedded PostgreSQL did not start: " + PostgresCluster.lastError(process.lastLogLines()) + " ("
                        + log + ")";
    }

    /** The driver's URL: it connects to the socket whatever the address in it says. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + PORT + "/postgres?sslmode=disable&gssEncMode=disable&socketFactory="
                + UnixSocketFactory.class.getName() + "&socketFactoryArg="
                + URLEncoder.encode(sockets.path().resolve(SOCKET).toString(), StandardCharsets.UTF_8);
    }

    String password() throws IOException {
        return cluster.password();
    }

    int restarts() {
        return supervisor.restarts();
    }

    @Override
    public void stop(ServerProcess process) throws IOException, InterruptedException {
        if (process.isAlive()
                && !cluster.stop("fast", EmbeddedSettings.POSTGRES_STOP_TIMEOUT)
                && !process.awaitExit(EXIT_GRACE)) {
            cluster.stop("immediate", EmbeddedSettings.POSTGRES_STOP_TIMEOUT);
        }
        process.close();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        supervisor.close();
    }
}
