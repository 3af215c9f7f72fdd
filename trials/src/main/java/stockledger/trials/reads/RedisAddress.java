package stockledger.trials.reads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The Redis that the service itself uses, asked without the service. */
record RedisAddress(InetSocketAddress address, @Nullable String password) {

    private static final int DEFAULT_PORT = 6_379;
    private static final int VALUE = 1_024;
    private static final String KEY = "trials:reads";

    /** As {@code redis://:password@host:port}. */
    static RedisAddress of(URI url) {
        String user = url.getUserInfo();
        String password = user == null ? null : user.substring(user.indexOf(':') + 1);
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        return new RedisAddress(new InetSocketAddress(url.getHost(), port), password);
    }

    /** That of a running standalone, by its data folder; what is in there may be read by the folder's owner alone. */
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
    Asked get() {
        byte[] get = RedisWire.command("GET", KEY);
        return new Asked(address, new RedisWire(password), () -> get);
    }

    /** Puts the value there, for no longer than a trial may take. */
    void prepare() throws IOException {
        once(RedisWire.command("SET", KEY, "x".repeat(VALUE), "EX", "7200"));
    }

    void forget() throws IOException {
        once(RedisWire.command("DEL", KEY));
    }

    private void once(byte[] command) throws IOException {
        Loop.run(Duration.ofSeconds(5), new Loop.Line(address, 1, new RedisWire(password), new Once(command)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "redis at " + address;
    }
}
