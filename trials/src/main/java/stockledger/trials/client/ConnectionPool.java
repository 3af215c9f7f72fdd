package stockledger.trials.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of one workload, kept alive and reopened after the server closed them. */
final class ConnectionPool {

    private static final int INITIAL_BUFFER = 16_384;
    private static final int MAX_BUFFER = 16_000_000;

    private final Selector selector;
    private final HttpLoadClient.Workload workload;
    private final long timeoutNanos;
    private final List<Connection> all = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private @Nullable IOException connectFailure;

    ConnectionPool(Selector selector, HttpLoadClient.Workload workload, Duration responseTimeout) {
        this.selector = selector;
        this.workload = workload;
        this.timeoutNanos = responseTimeout.toNanos();
    }

    void connect() throws IOException {
        for (int i = 0; i < workload.connections(); i++) {
            Connection connection = new Connection();
            all.add(connection);
            connection.open();
            idle.add(connection);
        }
    }

    boolean isBusy() {
        return idle.size() < all.size();
    }

    /**
     * Sends due requests over idle connections.
     *
     * @return when the next request is due that could be sent
     * @throws IOException when the server refused a new connection
     */
    long sendDue() throws IOException {
        if (connectFailure != null) {
            throw connectFailure;
        }
        while (connectFailure == null && !idle.isEmpty()) {
            Request request = workload.source().next(System.nanoTime());
            if (request == null) {
                return workload.source().nextDueNanos();
            }
            idle.remove().send(request);
        }
        return RequestSource.NEVER;
    }

    void checkTimeouts() {
        long now = System.nanoTime();
        all.forEach(connection -> connection.checkTimeout(now));
    }

    void close() {
        all.forEach(Connection::close);
    }

    /** One connection with at most one request in flight. */
    final class Connection {

        private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BUFFER);
        private @Nullable SocketChannel channel;
        private @Nullable Request inFlight;
        private long sentNanos;

        private void open() throws IOException {
            SocketChannel opened = workload.address() instanceof InetSocketAddress
                    ? SocketChannel.open()
                    : SocketChannel.open(workload.address());
            try {
                if (!opened.isConnected()) {
                    opened.bind(workload.local());
                    opened.connect(workload.address());
                }
                if (workload.address() instanceof InetSocketAddress) {
                    opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                handshake(opened);
                opened.configureBlocking(false);
                opened.register(selector, SelectionKey.OP_READ, this);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = opened;
        }

        private void handshake(SocketChannel opened) throws IOException {
            byte[] handshake = workload.protocol().handshake();
            buffer.clear();
            if (handshake.length > 0) {
                opened.write(ByteBuffer.wrap(handshake));
                while (workload.protocol().read(buffer.array(), buffer.position()) == null) {
                    if (opened.read(buffer) < 0) {
                        throw new EOFException("the handshake was not answered");
                    }
                }
                buffer.clear();
            }
        }

        private void send(Request request) {
            try {
                if (channel == null) {
                    open();
                }
            } catch (IOException e) {
                connectFailure = e;
                return;
            }
            SocketChannel to = channel;
            inFlight = request;
            sentNanos = System.nanoTime();
            try {
                ByteBuffer bytes = ByteBuffer.wrap(request.bytes());
                while (to != null && bytes.hasRemaining()) {
                    to.write(bytes);
                }
            } catch (IOException e) {
                fail("not sent: " + e.getMessage());
            }
        }

        void onReadable() {
            try {
                RawResponse response = read();
                if (response == null) {
                    return;
                }
                Request request = inFlight;
                if (request == null) {
                    throw new IOException("a response without a request");
                }
                request.onResponse(response, sentNanos, System.nanoTime());
                buffer.clear();
                if (response.isLast()) {
                    close();
                }
                release();
                sendDue();
            } catch (IOException e) {
                fail("no answer: " + e.getMessage());
            }
        }

        private @Nullable RawResponse read() throws IOException {
            SocketChannel from = channel;
            if (from == null) {
                return null;
            }
            if (!buffer.hasRemaining()) {
                if (buffer.capacity() >= MAX_BUFFER) {
                    throw new IOException("the response is too long");
                }
                buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
            }
            if (from.read(buffer) < 0) {
                throw new EOFException("the connection was closed");
            }
            return workload.protocol().read(buffer.array(), buffer.position());
        }

        private void checkTimeout(long now) {
            if (inFlight != null && now - sentNanos > timeoutNanos) {
                fail("no answer in time");
            }
        }

        private void fail(String reason) {
            close();
            Request failed = inFlight;
            if (failed != null) {
                release();
                failed.onFailure(reason, System.nanoTime());
            }
        }

        private void release() {
            inFlight = null;
            idle.add(this);
        }

        private void close() {
            SocketChannel closing = channel;
            channel = null;
            buffer.clear();
            if (closing != null) {
                try {
                    closing.close();
                } catch (IOException ignored) {
                    // The connection is closed in any case.
                }
            }
        }
    }
}
