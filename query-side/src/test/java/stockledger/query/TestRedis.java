package stockledger.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A Redis server that tests can stop, restart with its data, and suspend. */
public final class TestRedis {

    private final int port;
    private final Path data;
    private final String[] settings;
    private RedisServer server;
    private long pid;

    /** @param settings lines of its configuration, such as {@code maxclients 10} */
    public TestRedis(String... settings) {
        this.settings = settings;
        try {
            this.port = freePort();
            this.data = Files.createTempDirectory("redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        data.toFile().deleteOnExit();
    }

    /** Below the ports that the system gives to clients: no connection takes it while Redis is stopped. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another port is tried.
            }
        }
    }

    public int port() {
        return port;
    }

    public void start() {
        try {
            RedisServerBuilder builder = RedisServer.newRedisServer()
                    .port(port)
                    .setting("dir " + data)
                    .setting("appendonly yes");
            for (String setting : settings) {
                builder.setting(setting);
            }
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Suspends the process; its connections stay open. */
    public void freeze() {
        try {
            pid = readPid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signal("STOP");
    }

    /** Continues the process. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the process id from the command INFO. */
    private long readPid() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader reply =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            String prefix = "process_id:";
            String line = reply.readLine();
            while (!line.startsWith(prefix)) {
                line = reply.readLine();
            }
            return Long.parseLong(line.substring(prefix.length()));
        }
    }
}
