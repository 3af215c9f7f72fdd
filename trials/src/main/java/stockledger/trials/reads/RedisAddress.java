package stockledger.trials.reads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpLoadClient;

/** The Redis of the service, measured without the service. */
record RedisAddress(SocketAddress address, @Nullable String password) {

    private static final int DEFAULT_PORT = 6_379;
    private static final String UNIX_SOCKET = "unixsocket ";
    private static final int VALUE_BYTES = 1_024;
    private static final String KEY = "trials:reads";

    /** Parses {@code redis://:password@host:port}. */
    static RedisAddress of(URI url) {
        String user = url.getUserInfo();
        String password = user == null ? null : user.substring(user.indexOf(':') + 1);
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        return new RedisAddress(new InetSocketAddress(url.getHost(), port), password);
    }

    /** The Redis of a running standalone, whose configuration in the data folder names its Unix socket. */
    static RedisAddress ofStandalone(Path dataDir) throws IOException {
        Path configuration = dataDir.resolve("redis").resolve("redis.conf");
        for (String line : Files.readAllLines(configuration)) {
            if (line.startsWith(UNIX_SOCKET)) {
                String quoted = line.substring(UNIX_SOCKET.length()).strip();
                String path = quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
                return new RedisAddress(UnixDomainSocketAddress.of(path), null);
            }
        }
        throw new IOException("no Unix socket in " + configuration);
    }

    /** GET of one value of 1,024 bytes. */
    TargetSpec get() {
        byte[] get = RedisProtocol.command("GET", KEY);
        return new TargetSpec(address, new RedisProtocol(password), () -> get);
    }

    /** The value expires after the longest time that a trial takes. */
    void createValue() throws IOException {
        run(RedisProtocol.command("SET", KEY, "x".repeat(VALUE_BYTES), "EX", "7200"));
    }

    void deleteValue() throws IOException {
        run(RedisProtocol.command("DEL", KEY));
    }

    private void run(byte[] command) throws IOException {
        HttpLoadClient.run(
                Duration.ofSeconds(5),
                new HttpLoadClient.Workload(address, 1, new RedisProtocol(password), new SingleRequest(command)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "redis at " + address;
    }
}
