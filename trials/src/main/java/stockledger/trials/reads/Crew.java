package stockledger.trials.reads;

import java.io.EOFException;
import java.io.IOException;
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

/** The connections of one line. They are kept alive, and opened again when the server has closed them. */
final class Crew {

    private static final int FIRST_ROOM = 16_384;
    private static final int MOST_ROOM = 16_000_000;

    private final Selector selector;
    private final Loop.Line line;
    private final long answerWithinNanos;
    private final List<Connection> all = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private @Nullable IOException refused;

    Crew(Selector selector, Loop.Line line, Duration answerWithin) {
        this.selector = selector;
        this.line = line;
        this.answerWithinNanos = answerWithin.toNanos();
    }

    void connect() throws IOException {
        for (int i = 0; i < line.connections(); i++) {
            Connection connection = new Connection();
            all.add(connection);
            connection.open();
            idle.add(connection);
        }
    }

    boolean isWaiting() {
        return idle.size() < all.size();
    }

    /**
     * Sends through whoever is free; tells when there is something to send again.
     *
     * @throws IOException when the server takes no connection any more
     */
    long sendWhatIsDue() throws IOException {
        if (refused != null) {
            throw refused;
        }
        while (refused == null && !idle.isEmpty()) {
            Errand errand = line.errands().next(System.nanoTime());
            if (errand == null) {
                return line.errands().dueNanos();
            }
            idle.remove().ask(errand);
        }
        return Errands.NEVER;
    }

    void giveUpLate() {
        long now = System.nanoTime();
        all.forEach(connection -> connection.giveUpIfLate(now));
    }

    void leave() {
        all.forEach(Connection::close);
    }

    /** One of them, with at most one question under way. */
    final class Connection {

        private ByteBuffer buffer = ByteBuffer.allocate(FIRST_ROOM);
        private @Nullable SocketChannel channel;
        private @Nullable Errand asked;
        private long sentNanos;

        private void open() throws IOException {
            SocketChannel opened = SocketChannel.open(line.address());
            try {
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
                greet(opened);
                opened.configureBlocking(false);
                opened.register(selector, SelectionKey.OP_READ, this);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            channel = opened;
        }

        private void greet(SocketChannel opened) throws IOException {
            byte[] greeting = line.wire().greeting();
            buffer.clear();
            if (greeting.length > 0) {
                opened.write(ByteBuffer.wrap(greeting));
                while (line.wire().read(buffer.array(), buffer.position()) == null) {
                    if (opened.read(buffer) < 0) {
                        throw new EOFException("the greeting was not answered");
                    }
                }
                buffer.clear();
            }
        }

        private void ask(Errand errand) {
            try {
                if (channel == null) {
                    open();
                }
            } catch (IOException e) {
                refused = e;
                return;
            }
            SocketChannel to = channel;
            asked = errand;
            sentNanos = System.nanoTime();
            try {
                ByteBuffer bytes = ByteBuffer.wrap(errand.request());
                while (to != null && bytes.hasRemaining()) {
                    to.write(bytes);
                }
            } catch (IOException e) {
                fail("not sent: " + e.getMessage());
            }
        }

        void listen() {
            try {
                Reply reply = read();
                Errand errand = asked;
                if (reply == null) {
                    return;
                }
                if (errand == null) {
                    throw new IOException("an answer to nothing");
                }
                errand.heard(reply, sentNanos, System.nanoTime());
                buffer.clear();
                if (reply.last()) {
                    close();
                }
                free();
                sendWhatIsDue();
            } catch (IOException e) {
                fail("no answer: " + e.getMessage());
            }
        }

        private @Nullable Reply read() throws IOException {
            SocketChannel from = channel;
            if (from == null) {
                return null;
            }
            if (!buffer.hasRemaining()) {
                if (buffer.capacity() >= MOST_ROOM) {
                    throw new IOException("the answer is too long");
                }
                buffer = ByteBuffer.allocate(buffer.capacity() * 2).put(buffer.flip());
            }
            if (from.read(buffer) < 0) {
                throw new EOFException("the connection was closed");
            }
            return line.wire().read(buffer.array(), buffer.position());
        }

        private void giveUpIfLate(long now) {
            if (asked != null && now - sentNanos > answerWithinNanos) {
                fail("no answer in time");
            }
        }

        private void fail(String why) {
            close();
            Errand failed = asked;
            if (failed != null) {
                free();
                failed.failed(why, System.nanoTime());
            }
        }

        private void free() {
            asked = null;
            idle.add(this);
        }

        private void close() {
            SocketChannel left = channel;
            channel = null;
            buffer.clear();
            if (left != null) {
                try {
                    left.close();
                } catch (IOException gone) {
                    buffer.clear();
                }
            }
        }
    }
}
