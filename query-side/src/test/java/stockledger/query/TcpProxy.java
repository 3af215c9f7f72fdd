package stockledger.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy between a process and a store, which a test can interrupt. */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 8_192;

    private final ServerSocket serverSocket;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private boolean interrupted;
    private boolean frozen;

    public TcpProxy(int target) {
        this.target = target;
        try {
            this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return serverSocket.getLocalPort();
    }

    /** Closes all connections and refuses new ones. */
    public synchronized void interrupt() {
        interrupted = true;
        open.forEach(TcpProxy::closeQuietly);
        open.clear();
    }

    /** Accepts connections again. */
    public synchronized void restore() {
        interrupted = false;
    }

    /** Passes nothing on, while all connections stay open and new ones are accepted. */
    public synchronized void freeze() {
        frozen = true;
    }

    /** Passes everything on again. */
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    private synchronized void awaitThaw() throws IOException {
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private void accept() {
        while (!serverSocket.isClosed()) {
            try {
                connect(serverSocket.accept());
            } catch (IOException e) {
                // Ignored: the next connection is accepted, or the server socket is closed.
            }
        }
    }

    private synchronized void connect(Socket in) throws IOException {
        if (interrupted) {
            closeQuietly(in);
            return;
        }
        Socket out = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(in);
        open.add(out);
        start(() -> copy(in, out));
        start(() -> copy(out, in));
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitThaw();
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // The connection was interrupted.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Already closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        serverSocket.close();
        interrupt();
    }
}
