package stockledger.trials.reads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import stockledger.trials.client.HttpLoadClient;

/** The Redis of the service, measured without the service. */
record RedisAddress(InetSocketAddress address, @Nullable String password) {

    private static final int DEFAULT_PORT = 6_379;
    private static final int VALUE_BYTES = 1_024;
    private static final String KEY = "trials:reads";

    /** Parses {@code redis://:password@host:port}. */
    static RedisAddress of(URI url) {
        String user = url.getUserInfo();
        String password = user == null ? null : user.substring(user.indexOf(':') + 1);
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        return new RedisAddress(new InetSocketAddress(url.getHost(), port), password);
    }

    /** The Redis of a running standalone; its data folder, readable by its owner alone, has port and password. */
    static RedisAddress ofStandalone(Path dataDir) throws IOException {
        int port = 0;
        String password = null;
        for (String line : Files.readAllLines(dataDir.resolve("redis").resolve("redis.conf"))) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("port")) {
                port = Integer.parseInt(words[1].strip());
            } else if (words[0].equals("requirepass")) {
                password = words[1].strip();
            }
        }
        if (port == 0) {
            throw new IOException("no port in " + dataDir + "/redis/redis.conf");
        }
        return new RedisAddress(new InetSocketAddress("127.0.0.1", port), password);
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
