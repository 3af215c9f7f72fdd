package stockledger.standalone.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Socket} that is connected to a Unix socket, for PostgreSQL's driver. The JDK has channels for them only. One thread
 * reads and writes at a time; {@link #close()} may be called by another.
 */
final class UnixSocket extends Socket {

    private final UnixDomainSocketAddress address;
    private final SocketChannel channel;
    private final Selector selector;
    private volatile int readTimeout;

    UnixSocket(Path path) throws IOException {
        super((SocketImpl) null);
        address = UnixDomainSocketAddress.of(path);
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        selector = Selector.open();
    }

    /**
     * Connects to the path.
     *
     * @param endpoint ignored: drivers have host names and ports only
     * @param timeout ignored: a server that accepts no connection refuses it at once
     */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        channel.configureBlocking(false);
        channel.connect(address);
        channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return length == 0 ? 0 : receive(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                send(ByteBuffer.wrap(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                UnixSocket.this.close();
            }
        };
    }

    private int receive(ByteBuffer target) throws IOException {
        long timeout = TimeUnit.MILLISECONDS.toNanos(readTimeout);
        long deadline = System.nanoTime() + timeout;
        boolean interrupted = false;
        try {
            for (int read = channel.read(target); true; read = channel.read(target)) {
                if (read != 0) {
                    return read;
                }
                long left = timeout == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (timeout != 0 && left <= 0) {
                    throw new SocketTimeoutException("Read timed out");
                }
                // An interrupt does not end the reading of a socket, but of a selector.
                interrupted |= Thread.interrupted();
                await(SelectionKey.OP_READ, left);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        boolean interrupted = false;
        try {
            for (channel.write(bytes); bytes.hasRemaining(); channel.write(bytes)) {
                interrupted |= Thread.interrupted();
                await(SelectionKey.OP_WRITE, 0);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @param timeoutMillis 0 for no timeout */
    private void await(int operation, long timeoutMillis) throws IOException {
        try {
            SelectionKey key = channel.keyFor(selector);
            if (key == null) {
                throw new SocketException("Socket closed");
            }
            if (key.interestOps() != operation) {
                key.interestOps(operation);
            }
            selector.select(timeoutMillis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw closed(e);
        }
    }

    private static SocketException closed(Exception cause) {
        SocketException closed = new SocketException("Socket closed");
        closed.initCause(cause);
        return closed;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        // Wakes a waiting thread.
        selector.close();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isBound() {
        return channel.isConnected();
    }

    @Override
    public void setSoTimeout(int millis) {
        readTimeout = millis;
    }

    @Override
    public int getSoTimeout() {
        return readTimeout;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return address;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return address;
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return option(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return option(StandardSocketOptions.SO_RCVBUF);
    }

    private int option(SocketOption<Integer> option) throws SocketException {
        try {
            return channel.getOption(option);
        } catch (IOException e) {
            throw closed(e);
        }
    }

    /** Nothing is delayed on a Unix socket. */
    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public boolean getTcpNoDelay() {
        return true;
    }

    /** The end of the other process is always noticed. */
    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public boolean getKeepAlive() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
