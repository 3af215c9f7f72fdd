package stockledger.standalone.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The embedded Redis. It is not persistent: its content is rebuilt from the read models and the events. It listens on a Unix
 * socket only, and needs no password there.
 */
final class EmbeddedRedis implements Program, AutoCloseable {

    /** As the names of the binaries have it. */
    private static final String VERSION = "7.0.15";

    private static final String PROGRAM = "redis-server";
    private static final String SOCKET = "redis.sock";

    private final Path program;
    private final Path configuration;
    private final Path log;
    private final SocketFolder sockets;
    private final Supervisor supervisor;

    EmbeddedRedis(DataFolder folder, BinaryFolder binaries, EmbeddedSettings settings, SocketFolder sockets)
            throws IOException {
        Path home = PrivateFiles.folder(folder.resolve("redis"));
        this.program = unpack(binaries);
        this.configuration = PrivateFiles.write(
                home.resolve("redis.conf"), configuration(home, sockets.path().resolve(SOCKET), settings));
        this.log = home.resolve("redis.log");
        this.sockets = sockets;
        // The service works without Redis, so its restarts are never given up.
        this.supervisor = new Supervisor(this, Integer.MAX_VALUE, reason -> {});
    }

    /** @throws StartFailedException with the last line of Redis's log */
    static EmbeddedRedis start(
            DataFolder folder,
            BinaryFolder binaries,
            EmbeddedSettings settings,
            SocketFolder sockets,
            ShutdownStack stack)
            throws IOException, InterruptedException {
        EmbeddedRedis redis = new EmbeddedRedis(folder, binaries, settings, sockets);
        Files.deleteIfExists(redis.log);
        stack.add(redis).supervisor.start();
        return redis;
    }

    private static Path unpack(BinaryFolder binaries) throws IOException {
        try (InputStream program = EmbeddedRedis.class.getResourceAsStream(resource())) {
            if (program == null) {
                throw new FileNotFoundException("this jar contains no Redis binary for this platform: " + resource());
            }
            return binaries.unpack("redis", program, BinaryFolder.executable(PROGRAM))
                    .resolve(PROGRAM);
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return "/redis-server-" + VERSION + "-" + os + "-" + arch;
    }

    private static List<String> configuration(Path home, Path socket, EmbeddedSettings settings) {
        return List.of(
                "port 0",
                "unixsocket " + quoted(socket),
                "unixsocketperm 700",
                "daemonize no",
                "dir " + quoted(home),
                "save \"\"",
                "appendonly no",
                "maxmemory " + settings.redisMemory().toBytes(),
                // Every key has a TTL, also those of the list index: a read notices an evicted one, and the index is
                // rebuilt.
                "maxmemory-policy volatile-lru",
                "loglevel warning",
                // OrphanedProcesses finds the server by its unchanged command line.
                "set-proc-title no");
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    public String name() {
        return "Redis";
    }

    @Override
    public ServerProcess start() throws IOException, InterruptedException {
        stopOrphans();
        sockets.deleteStale(SOCKET);
        return ServerProcess.start(
                List.of(program.toString(), configuration.toString()), log, EmbeddedSettings.REDIS_STOP_TIMEOUT);
    }

    /** Stops the Redis that a killed Stockledger process left running. */
    private void stopOrphans() throws InterruptedException {
        for (ProcessHandle orphan : OrphanedProcesses.find(PROGRAM, configuration)) {
            orphan.destroy();
            if (!OrphanedProcesses.awaitExit(orphan, EmbeddedSettings.REDIS_STOP_TIMEOUT)) {
                orphan.destroyForcibly();
                if (!OrphanedProcesses.awaitExit(orphan, EmbeddedSettings.REDIS_STOP_TIMEOUT)) {
                    throw new StartFailedException("the Redis of an earlier Stockledger, process " + orphan.pid()
                            + ", cannot be stopped; stop it and start again");
                }
            }
        }
    }

    @Override
    public boolean awaitReady(ServerProcess process) throws InterruptedException {
        return process.awaitReady(() -> RedisPing.succeeds(socket()), EmbeddedSettings.REDIS_START_TIMEOUT);
    }

    @Override
    public String failure(ServerProcess process, boolean timedOut) {
        List<String> lines = process.lastLogLines();
        return "the embedded Redis did not start: "
                + (lines.isEmpty() ? "its log is empty" : lines.get(lines.size() - 1));
    }

    Path socket() {
        return sockets.path().resolve(SOCKET);
    }

    int restarts() {
        return supervisor.restarts();
    }

    @Override
    public void stop(ServerProcess process) throws InterruptedException {
        process.close();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        supervisor.close();
    }
}
