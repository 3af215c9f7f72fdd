package stockledger.standalone.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.Redis;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The embedded Redis. It is not persistent: its content is rebuilt from the read models and the events. */
final class EmbeddedRedis implements AutoCloseable {

    private static final String PROGRAM = "redis-server";

    private final ServerProcess process;
    private final int port;
    private final String password;

    private EmbeddedRedis(ServerProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /** @throws StartFailedException with the last line of Redis's log */
    static EmbeddedRedis start(DataFolder folder, BinaryFolder binaries, EmbeddedSettings settings, ShutdownStack stack)
            throws IOException, InterruptedException {
        Path home = PrivateFiles.folder(folder.resolve("redis"));
        Path configuration = home.resolve("redis.conf");
        stopOrphans(configuration, settings);
        Path program = unpack(binaries);
        for (int attempt = 1; true; attempt++) {
            int port = FreePort.next();
            String password = PrivateFiles.newPassword();
            PrivateFiles.write(configuration, configuration(home, port, password, settings));
            ServerProcess process = ServerProcess.start(
                    List.of(program.toString(), configuration.toString()),
                    home.resolve("redis.log"),
                    EmbeddedSettings.REDIS_STOP_TIMEOUT);
            EmbeddedRedis server = stack.add(new EmbeddedRedis(process, port, password));
            if (process.awaitReady(() -> RedisPing.succeeds(port, password), EmbeddedSettings.REDIS_START_TIMEOUT)) {
                return server;
            }
            stack.remove(server);
            server.close();
            if (attempt >= EmbeddedSettings.PORT_ATTEMPTS) {
                List<String> lines = process.lastLogLines();
                throw new StartFailedException("the embedded Redis did not start: "
                        + (lines.isEmpty() ? "its log is empty" : lines.get(lines.size() - 1)));
            }
        }
    }

    private static Path unpack(BinaryFolder binaries) throws IOException {
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        try (InputStream program = resource == null ? null : Redis.class.getResourceAsStream(resource)) {
            if (program == null) {
                throw new FileNotFoundException("this jar contains no Redis binary for this platform");
            }
            return binaries.unpack("redis", program, BinaryFolder.executable(PROGRAM))
                    .resolve(PROGRAM);
        }
    }

    private static List<String> configuration(Path home, int port, String password, EmbeddedSettings settings) {
        return List.of(
                "bind " + FreePort.LOOPBACK,
                "port " + port,
                "protected-mode yes",
                "requirepass " + password,
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

    /** Stops the Redis that a killed Stockledger process left running. */
    private static void stopOrphans(Path configuration, EmbeddedSettings settings) throws InterruptedException {
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

    int port() {
        return port;
    }

    String password() {
        return password;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
