package stockledger.standalone.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.Redis;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The Redis beside the read models. It keeps nothing on disk: what it has can be read again from the events. */
final class RedisServer implements AutoCloseable {

    private static final String PROGRAM = "redis-server";

    private final ChildProcess process;
    private final int port;
    private final String password;

    private RedisServer(ChildProcess process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /** @throws CannotStart with Redis's own words */
    static RedisServer start(DataFolder folder, Programs programs, EmbeddedSettings settings, StopOrder stops)
            throws IOException, InterruptedException {
        Path home = PrivateFiles.folder(folder.at("redis"));
        Path configuration = home.resolve("redis.conf");
        endOrphans(configuration, settings);
        Path program = unpacked(programs);
        for (int attempt = 1; true; attempt++) {
            int port = FreePort.next();
            String password = PrivateFiles.newSecret();
            PrivateFiles.write(configuration, configuration(home, port, password, settings));
            ChildProcess process = ChildProcess.begin(
                    List.of(program.toString(), configuration.toString()),
                    home.resolve("redis.log"),
                    settings.redisStop());
            RedisServer server = stops.add(new RedisServer(process, port, password));
            if (process.awaitReady(() -> RedisGreeting.isAnswered(port, password), settings.redisStart())) {
                return server;
            }
            stops.remove(server);
            server.close();
            if (attempt >= settings.portAttempts()) {
                List<String> said = process.lastWords();
                throw new CannotStart(
                        "Redis does not start: " + (said.isEmpty() ? "it said nothing" : said.get(said.size() - 1)));
            }
        }
    }

    private static Path unpacked(Programs programs) throws IOException {
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        try (InputStream program = resource == null ? null : Redis.class.getResourceAsStream(resource)) {
            if (program == null) {
                throw new FileNotFoundException("this jar has no Redis for this machine");
            }
            return programs.unpacked("redis", program, Programs.program(PROGRAM))
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
                // Answers that are kept ready make room for others; what has no end of life is never given up.
                "maxmemory-policy volatile-lru",
                "loglevel warning",
                // Its command line stays as it is: by that it is found again after a crash.
                "set-proc-title no");
    }

    private static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** Ends the Redis that a killed Stockledger left, and nothing else. */
    private static void endOrphans(Path configuration, EmbeddedSettings settings) throws InterruptedException {
        for (ProcessHandle orphan : Orphans.of(PROGRAM, configuration)) {
            orphan.destroy();
            if (!Orphans.awaitEnd(orphan, settings.redisStop())) {
                orphan.destroyForcibly();
                if (!Orphans.awaitEnd(orphan, settings.redisStop())) {
                    throw new CannotStart("the Redis of an earlier Stockledger, process " + orphan.pid()
                            + ", does not end; end it and start again");
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
