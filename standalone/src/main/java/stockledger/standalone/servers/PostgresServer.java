package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The PostgreSQL that keeps the events. What it acknowledged is on the disk: the settings that trade that for speed are
 * off, whatever a file in its folder says.
 */
final class PostgresServer implements AutoCloseable {

    private final PostgresCluster cluster;
    private final ChildProcess process;
    private final EmbeddedSettings settings;
    private final int port;
    private volatile boolean ending;

    private PostgresServer(PostgresCluster cluster, ChildProcess process, EmbeddedSettings settings, int port) {
        this.cluster = cluster;
        this.process = process;
        this.settings = settings;
        this.port = port;
    }

    /**
     * Starts it on the files in the data folder, which are made if need be.
     *
     * @throws CannotStart with PostgreSQL's own words
     */
    static PostgresServer start(
            DataFolder folder, PostgresPrograms programs, EmbeddedSettings settings, StopOrder stops)
            throws IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(folder, programs);
        if (cluster.isMade()) {
            cluster.endOrphans(settings.postgresStop());
        } else {
            cluster.make(stops);
        }
        Path log = folder.at("postgres.log");
        for (int attempt = 1; true; attempt++) {
            keepLast(log);
            int port = FreePort.next();
            ChildProcess process =
                    ChildProcess.begin(command(cluster, programs, settings, port), log, EmbeddedServers.LONGEST_KILL);
            PostgresServer server = stops.add(new PostgresServer(cluster, process, settings, port));
            if (process.awaitReady(() -> cluster.isReady(process.pid()), settings.postgresStart())) {
                return server;
            }
            boolean late = process.isAlive();
            stops.remove(server);
            server.close();
            if (late) {
                throw new CannotStart("PostgreSQL is not ready after " + settings.postgresStartSeconds()
                        + " s; it goes on from there at the next start, or give it more with"
                        + " --stockledger.embedded.postgres-start-seconds");
            }
            List<String> said = process.lastWords();
            if (attempt >= settings.portAttempts() || !isPortTaken(said)) {
                throw new CannotStart(
                        "PostgreSQL does not start: " + PostgresCluster.lastError(said) + " (" + log + ")");
            }
        }
    }

    private static List<String> command(
            PostgresCluster cluster, PostgresPrograms programs, EmbeddedSettings settings, int port) {
        return programs.call(
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
                // Lost races for a version are errors by the thousand, and answered: not worth a line each.
                "log_min_messages=log");
    }

    private static boolean isPortTaken(List<String> said) {
        return said.stream().anyMatch(line -> line.contains("Address already in use"));
    }

    private static void keepLast(Path log) throws IOException {
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

    /** Calls back when it ends without having been asked to. */
    void whenLost(Runnable callback) {
        process.whenEnded(() -> {
            if (!ending) {
                callback.run();
            }
        });
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ending = true;
        if (process.isAlive()
                && !cluster.stop("fast", settings.postgresStop())
                && !process.awaitEnd(EmbeddedServers.SHORT)) {
            cluster.stop("immediate", settings.postgresStop());
        }
        process.close();
    }
}
