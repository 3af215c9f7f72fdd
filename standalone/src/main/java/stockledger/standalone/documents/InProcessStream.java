package stockledger.standalone.documents;

import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoSocketWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.connection.AsyncCompletionHandler;
import com.mongodb.internal.connection.OperationContext;
import com.mongodb.internal.connection.PowerOfTwoBufferPool;
import com.mongodb.internal.connection.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the driver to the {@link DocumentServer} of this process. The driver writes one request, reads its answer in
 * parts, and only then writes the next.
 *
 * <p>A request is executed by its caller: to wake another thread, and to be woken, costs as much processor time as the request.
 * When too many callers execute requests, because the disk stands still, threads of the server execute further ones, and their
 * callers wait no longer than the client's read timeout. The same applies to requests that may read whole collections, which
 * have threads of their own: they may take minutes.
 */
final class InProcessStream implements Stream {

    private static final byte[] NOTHING = new byte[0];

    private final ServerAddress address;
    private final EmbeddedChannel channel;
    private final Semaphore callers;
    private final Executor server;
    private final Executor scans;
    private volatile CompletableFuture<byte[]> pending = CompletableFuture.completedFuture(NOTHING);
    private byte[] answer = NOTHING;
    private int position;
    private volatile boolean closed;

    /**
     * A new connection.
     *
     * @param callers a permit for each request that its caller may execute
     * @param server executes the others
     * @param scans executes requests that may read whole collections
     */
    InProcessStream(
            ServerAddress address, EmbeddedChannel channel, Semaphore callers, Executor server, Executor scans) {
        this.address = address;
        this.channel = channel;
        this.callers = callers;
        this.server = server;
        this.scans = scans;
    }

    @Override
    public void open(OperationContext context) {
        // There is nothing to connect to.
    }

    @Override
    public void write(List<org.bson.ByteBuf> buffers, OperationContext context) {
        int length = buffers.stream().mapToInt(org.bson.ByteBuf::remaining).sum();
        byte[] request = new byte[length];
        int offset = 0;
        for (org.bson.ByteBuf buffer : buffers) {
            int part = buffer.remaining();
            buffer.get(request, offset, part);
            offset += part;
        }
        answer = NOTHING;
        position = 0;
        if (RequestCost.mayScan(request)) {
            submit(request, scans);
        } else if (callers.tryAcquire()) {
            executeHere(request);
        } else {
            submit(request, server);
        }
    }

    private void executeHere(byte[] request) {
        CompletableFuture<byte[]> executed = new CompletableFuture<>();
        pending = executed;
        try {
            answer = execute(request);
        } catch (RuntimeException e) {
            throw new MongoSocketReadException("the request failed", address, e);
        } finally {
            executed.complete(NOTHING);
            callers.release();
        }
    }

    private void submit(byte[] request, Executor threads) {
        try {
            pending = CompletableFuture.supplyAsync(() -> execute(request), threads);
        } catch (RejectedExecutionException e) {
            throw new MongoSocketWriteException("the server is closed", address, e);
        }
    }

    /** A request whose caller no longer waits is not executed. */
    private byte[] execute(byte[] request) {
        if (closed) {
            return NOTHING;
        }
        channel.writeInbound(Unpooled.wrappedBuffer(request));
        @Nullable ByteBuf written = channel.readOutbound();
        if (written == null) {
            return NOTHING;
        }
        try {
            byte[] bytes = new byte[written.readableBytes()];
            written.readBytes(bytes);
            return bytes;
        } finally {
            written.release();
        }
    }

    @Override
    public org.bson.ByteBuf read(int length, OperationContext context) throws IOException {
        if (answer.length == 0) {
            answer = await(context.getTimeoutContext().getReadTimeoutMS());
            position = 0;
        }
        if (answer.length - position < length) {
            throw new MongoSocketReadException("the answer has no further " + length + " bytes", address);
        }
        org.bson.ByteBuf buffer = getBuffer(length);
        buffer.put(answer, position, length);
        buffer.flip();
        position += length;
        return buffer;
    }

    /** @param timeoutMillis 0 for no timeout */
    private byte[] await(long timeoutMillis) throws IOException {
        try {
            return timeoutMillis == 0 ? pending.get() : pending.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            SocketTimeoutException timeout = new SocketTimeoutException("no answer after " + timeoutMillis + " ms");
            timeout.initCause(e);
            throw timeout;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public org.bson.ByteBuf getBuffer(int size) {
        return PowerOfTwoBufferPool.DEFAULT.getBuffer(size);
    }

    @Override
    public ServerAddress getAddress() {
        return address;
    }

    /** The channel is closed after the request that may still be executed. */
    @Override
    public void close() {
        closed = true;
        pending.whenComplete((done, failed) -> channel.close());
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void openAsync(OperationContext context, AsyncCompletionHandler<Void> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeAsync(
            List<org.bson.ByteBuf> buffers, OperationContext context, AsyncCompletionHandler<Void> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void readAsync(int length, OperationContext context, AsyncCompletionHandler<org.bson.ByteBuf> handler) {
        throw new UnsupportedOperationException();
    }
}
