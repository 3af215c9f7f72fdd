package stockledger.trials.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Many connections that send the beginning of a request, and then a byte now and then. A connection that ends is opened again. */
final class Trickle implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

    private static final String LOCAL = "127.0.0.1";
    private static final String OTHER_LOCAL = "127.0.0.2";
    private static final int SMALL_BUFFER = 4_096;

    private final URI url;
    private final boolean reading;
    private final byte[] beginning;
    private final byte[] next;
    private final @Nullable Socket[] sockets;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread attacker = new Thread(work, "attacker");
        attacker.setDaemon(true);
        return attacker;
    });

    private Trickle(URI url, int connections, boolean reading, String beginning, String next) {
        this.url = url;
        this.reading = reading;
        this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
        this.next = next.getBytes(StandardCharsets.US_ASCII);
        this.sockets = new Socket[connections];
    }

    /**
     * Begins to trickle.
     *
     * @param next sent every {@code seconds}; nothing for connections that stay silent
     */
    static Trickle begin(URI url, int connections, String beginning, String next, int seconds) {
        return begin(new Trickle(url, connections, true, beginning, next), seconds);
    }

    /** The same with connections that never read an answer. */
    static Trickle beginWithoutReading(URI url, int connections, String beginning, String next, int seconds) {
        return begin(new Trickle(url, connections, false, beginning, next), seconds);
    }

    private static Trickle begin(Trickle trickle, int seconds) {
        trickle.thread.scheduleWithFixedDelay(trickle::sendAll, 0, seconds, TimeUnit.SECONDS);
        return trickle;
    }

    private void sendAll() {
        for (int i = 0; i < sockets.length; i++) {
            try {
                send(i);
            } catch (IOException e) {
                close(sockets[i]);
                sockets[i] = null;
            }
        }
    }

    private void send(int number) throws IOException {
        Socket socket = sockets[number];
        if (socket == null) {
            socket = new Socket();
            sockets[number] = socket;
            if (!reading) {
                socket.setReceiveBufferSize(SMALL_BUFFER);
            }
            bind(socket);
            InetSocketAddress target = new InetSocketAddress(url.getHost(), url.getPort());
            socket.bind(AttackerAddress.towards(target));
            socket.connect(target, CONNECT_TIMEOUT_MILLIS);
            socket.getOutputStream().write(beginning);
        } else {
            if (reading && socket.getInputStream().available() > 0) {
                throw new IOException("answered: a new attempt follows");
            }
            socket.getOutputStream().write(next);
        }
    }

    /** To a service on this machine attackers have another address than honest callers. */
    private void bind(Socket socket) throws IOException {
        if (url.getHost().equals(LOCAL)) {
            socket.bind(new InetSocketAddress(OTHER_LOCAL, 0));
        }
    }

    private static void close(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It is closed in any case.
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Socket> open = new ArrayList<>();
        for (Socket socket : sockets) {
            if (socket != null) {
                open.add(socket);
            }
        }
        open.forEach(Trickle::close);
    }
}
