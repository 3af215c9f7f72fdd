package stockledger.trials.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Customers who ask all at once, each over a connection of its own that is kept alive, and each one question at a time.
 * One thread speaks for all of them: the service shares the machine, and what the crowd costs is missing there.
 */
final class Crowd {

    private static final long LOOK_FOR_LATE_MILLIS = 500;

    /** What customers ask, and what becomes of it. */
    interface Errands {

        /** The next question, as bytes of HTTP; null when none is left. */
        @Nullable
        Errand next();

        void answered(Errand errand, HeardAnswer answer, long sentNanos, long answeredNanos);

        /** No whole answer came; whether anything was done is not known. */
        void failed(Errand errand, String why);
    }

    /**
     * One question.
     *
     * @param subject what it is about, as its errands know it
     */
    record Errand(int subject, byte[] request) {}

    private final InetSocketAddress address;
    private final int customers;
    private final Duration answerWithin;

    Crowd(InetSocketAddress address, int customers, Duration answerWithin) {
        this.address = address;
        this.customers = customers;
        this.answerWithin = answerWithin;
    }

    /**
     * Runs all errands and comes back when the last one was answered or has failed.
     *
     * @throws IOException when the service takes no connections
     */
    void run(Errands errands) throws IOException {
        try (Selector selector = Selector.open()) {
            List<Customer> all = new ArrayList<>();
            try {
                for (int i = 0; i < customers; i++) {
                    Customer customer = new Customer(selector, errands);
                    all.add(customer);
                    customer.connect();
                }
                for (Customer customer : all) {
                    customer.ask();
                }
                while (all.stream().anyMatch(Customer::isWaiting)) {
                    selector.select(Crowd::listen, LOOK_FOR_LATE_MILLIS);
                    for (Customer customer : all) {
                        customer.giveUpIfLate();
                    }
                }
            } finally {
                for (Customer customer : all) {
                    customer.leave();
                }
            }
        }
    }

    private static void listen(SelectionKey key) {
        ((Customer) key.attachment()).listen();
    }

    private final class Customer {

        private final Selector selector;
        private final Errands errands;
        private final AnswerReader reader = new AnswerReader();
        private @Nullable SocketChannel channel;
        private @Nullable Errand errand;
        private long sentNanos;

        Customer(Selector selector, Errands errands) {
            this.selector = selector;
            this.errands = errands;
        }

        void connect() throws IOException {
            SocketChannel opened = SocketChannel.open(address);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_READ, this);
            channel = opened;
            reader.clear();
        }

        boolean isWaiting() {
            return errand != null;
        }

        void ask() {
            errand = errands.next();
            while (errand != null) {
                try {
                    if (channel == null) {
                        connect();
                    }
                    send(errand);
                    return;
                } catch (IOException e) {
                    fail("not sent: " + e.getMessage());
                    errand = errands.next();
                }
            }
        }

        private void send(Errand asked) throws IOException {
            SocketChannel to = channel;
            if (to == null) {
                throw new IOException("no connection");
            }
            ByteBuffer bytes = ByteBuffer.wrap(asked.request());
            sentNanos = System.nanoTime();
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }

        void listen() {
            try {
                SocketChannel from = channel;
                Errand asked = errand;
                if (from == null || asked == null) {
                    leave();
                    return;
                }
                HeardAnswer answer = reader.read(from);
                if (answer == null) {
                    return;
                }
                errands.answered(asked, answer, sentNanos, System.nanoTime());
                if (answer.lastOnConnection()) {
                    leave();
                }
            } catch (IOException e) {
                fail("no answer: " + e.getMessage());
            }
            ask();
        }

        void giveUpIfLate() {
            if (errand != null && System.nanoTime() - sentNanos > answerWithin.toNanos()) {
                fail("no answer within " + answerWithin.toSeconds() + " s");
                ask();
            }
        }

        private void fail(String why) {
            Errand failed = errand;
            errand = null;
            leave();
            if (failed != null) {
                errands.failed(failed, why);
            }
        }

        void leave() {
            SocketChannel left = channel;
            channel = null;
            if (left != null) {
                try {
                    left.close();
                } catch (IOException gone) {
                    reader.clear();
                }
            }
        }
    }
}
