package stockledger.web.limits;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.threads.TaskThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's endpoint with {@link LimitedSocket}s, so that the time in which a thread waits for a body is known, and each
 * connection can be ended from outside. Tomcat creates its sockets in the method that is overridden here, and has no other
 * place for it.
 */
final class LimitedEndpoint extends NioEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedEndpoint.class);

    private @Nullable ConnectionLimits limits;
    private @Nullable CallerWaits waits;

    /** Applies to connections that are accepted from now on. */
    void limit(ConnectionLimits ofConnections, CallerWaits ofCallers) {
        this.limits = ofConnections;
        this.waits = ofCallers;
    }

    /** Whether so many connections are open that each response must end its own. */
    boolean isCrowded() {
        return limits != null && limits.isCrowded(getConnectionCount(), getMaxConnections());
    }

    Collection<LimitedSocket> sockets() {
        List<LimitedSocket> sockets = new ArrayList<>(connections.size());
        connections.values().forEach(socket -> sockets.add((LimitedSocket) socket));
        return sockets;
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        LimitedSocket created = null;
        try {
            NioChannel channel =
                    getNioChannels() == null ? null : getNioChannels().pop();
            if (channel == null) {
                channel = createChannel(new SocketBufferHandler(
                        socketProperties.getAppReadBufSize(),
                        socketProperties.getAppWriteBufSize(),
                        socketProperties.getDirectBuffer()));
            }
            LimitedSocket wrapper = new LimitedSocket(channel, this);
            channel.reset(socket, wrapper);
            connections.put(socket, wrapper);
            created = wrapper;
            socket.configureBlocking(false);
            socketProperties.setProperties(socket.socket());
            wrapper.setReadTimeout(getConnectionTimeout());
            wrapper.setWriteTimeout(getConnectionTimeout());
            wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
            if (limits != null && !limits.admits(wrapper, this)) {
                // False: the acceptor closes the socket.
                return false;
            }
            getPoller().register(wrapper);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.debug("a connection was not accepted", e);
            if (created == null) {
                destroySocket(socket);
            }
            return false;
        }
    }

    /** A connection. */
    static final class LimitedSocket extends NioSocketWrapper {

        private final @Nullable CallerWaits waits;

        /** Requests whose headers were complete. */
        private volatile int requests;

        private volatile boolean waitsForBody;
        private volatile int endingAtRequest = -1;
        private final @Nullable ResponseWait response;
        private long restSinceNanos;
        private int partialRequest = -1;
        private long partialSinceNanos;

        LimitedSocket(NioChannel channel, LimitedEndpoint endpoint) {
            super(channel, endpoint);
            this.waits = endpoint.waits;
            this.response = waits == null ? null : new ResponseWait(waits);
        }

        /** Tomcat reads without blocking, except for bodies. */
        @Override
        public int read(boolean block, ByteBuffer to) throws IOException {
            if (!block || waits == null || response == null) {
                restSinceNanos = 0;
                if (response != null) {
                    response.reset();
                }
                return super.read(block, to);
            }
            BodyWait body = BodyWait.current();
            if (body != null) {
                return body.read(new Reads(to));
            }
            // The request was answered: Tomcat looks for the next one behind the rest of its body.
            restSinceNanos = restSinceNanos == 0 ? System.nanoTime() : restSinceNanos;
            return waits.readRest(new Reads(to), System.nanoTime() - restSinceNanos);
        }

        /**
         * Tomcat calls it with at most its buffer of some kilobytes. Writers of event streams have threads of their own, which
         * are replaced while they wait: they take no place from those that answer requests.
         */
        @Override
        protected void doWrite(boolean block, ByteBuffer from) throws IOException {
            if (!block || response == null || !(Thread.currentThread() instanceof TaskThread)) {
                super.doWrite(block, from);
                return;
            }
            int before = from.remaining();
            super.doWrite(false, from);
            response.count(before - from.remaining());
            if (from.hasRemaining()) {
                try {
                    response.write(this::endResponse, millis -> writeWaiting(from, millis));
                } catch (IOException e) {
                    // What was not written is lost: Tomcat then writes nothing more.
                    previousIOException = e;
                    throw e;
                }
            }
        }

        private int writeWaiting(ByteBuffer from, long millis) throws IOException {
            int before = from.remaining();
            long timeout = getWriteTimeout();
            setWriteTimeout(timeout > 0 ? Math.min(timeout, millis) : millis);
            try {
                super.doWrite(true, from);
                return before;
            } finally {
                setWriteTimeout(timeout);
            }
        }

        private void endResponse() {
            try {
                getSocket().getIOChannel().shutdownOutput();
            } catch (IOException e) {
                LOG.debug("the connection was closed meanwhile", e);
            }
        }

        private int superRead(boolean block, ByteBuffer to) throws IOException {
            return super.read(block, to);
        }

        /** Called by Tomcat for each request. */
        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread at a time executes a connection's requests
        public int decrementKeepAlive() {
            requests++;
            return super.decrementKeepAlive();
        }

        /** Whether it waits for the caller: for a request, or the rest of its headers. */
        boolean waitsForRequest() {
            return interestOpsHas(SelectionKey.OP_READ) && !waitsForBody;
        }

        /** For how long the same headers have been incomplete, since the first call that found them so; else 0. */
        long partialNanos(long nowNanos) {
            if (!waitsForRequest()) {
                return 0;
            }
            int request = requests;
            // Tomcat keeps the parser of an incomplete request with its socket.
            if (getCurrentProcessor() == null) {
                partialRequest = -1;
                return 0;
            }
            if (partialRequest != request) {
                partialRequest = request;
                partialSinceNanos = nowNanos;
            }
            return nowNanos - partialSinceNanos;
        }

        /** Tomcat's poller ends it within a second, unless a request arrives before. */
        void endSoon() {
            endingAtRequest = requests;
            setReadTimeout(1);
        }

        boolean isEnding() {
            return endingAtRequest == requests;
        }

        /** Milliseconds since the caller last sent something. */
        long idleMillis() {
            return System.currentTimeMillis() - getLastRead();
        }

        private final class Reads implements SocketReads {

            private final ByteBuffer to;

            Reads(ByteBuffer to) {
                this.to = to;
            }

            @Override
            public int readArrived() throws IOException {
                int limit = to.limit();
                int count = superRead(false, to);
                if (count == 0) {
                    to.limit(limit);
                }
                return count;
            }

            @Override
            public int readWaiting(long millis) throws IOException {
                long before = getReadTimeout();
                setReadTimeout(before > 0 ? Math.min(before, millis) : millis);
                waitsForBody = true;
                try {
                    return superRead(true, to);
                } finally {
                    waitsForBody = false;
                    setReadTimeout(before);
                }
            }

            @Override
            public void end() {
                try {
                    getSocket().getIOChannel().shutdownInput();
                } catch (IOException e) {
                    LOG.debug("the connection was closed meanwhile", e);
                }
            }
        }
    }
}
