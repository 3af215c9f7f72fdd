package stockledger.trials.client;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Generates load with one thread for all connections: the service shares the machine, so processor time spent here is
 * missing there. A request is sent within a tenth of a millisecond of its due time when a connection is free. Raw Redis is
 * measured by the same code with another {@link WireProtocol}.
 */
public final class HttpLoadClient {

    private static final long TIMEOUT_CHECK_MILLIS = 500;

    /** For shorter waits a selector, which counts in milliseconds, would be late. */
    private static final long SELECTABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long MAX_PAUSE_NANOS = 50_000;
    private static final Backoff PAUSE = new Backoff();

    private HttpLoadClient() {}

    /**
     * Requests to one server.
     *
     * @param local the address that connections come from; null for the system's choice
     * @param connections kept alive; each carries one request at a time
     */
    public record Workload(
            SocketAddress address,
            @Nullable SocketAddress local,
            int connections,
            WireProtocol protocol,
            RequestSource source) {

        public Workload(SocketAddress address, int connections, WireProtocol protocol, RequestSource source) {
            this(address, null, connections, protocol, source);
        }

        public static Workload http(SocketAddress address, int connections, RequestSource source) {
            return new Workload(address, connections, new HttpProtocol(), source);
        }

        /** The same from another local address. */
        public Workload from(@Nullable SocketAddress other) {
            return new Workload(address, other, connections, protocol, source);
        }
    }

    /**
     * Runs until no source has another request and every request is answered or failed.
     *
     * @throws IOException when a server refuses a connection
     */
    public static void run(Duration responseTimeout, Workload... workloads) throws IOException {
        try (Selector selector = Selector.open()) {
            List<ConnectionPool> pools = new ArrayList<>();
            try {
                for (Workload workload : workloads) {
                    pools.add(new ConnectionPool(selector, workload, responseTimeout));
                }
                for (ConnectionPool pool : pools) {
                    pool.connect();
                }
                run(selector, pools);
            } finally {
                pools.forEach(ConnectionPool::close);
            }
        }
    }

    private static void run(Selector selector, List<ConnectionPool> pools) throws IOException {
        long lastTimeoutCheck = System.nanoTime();
        while (true) {
            long due = RequestSource.NEVER;
            boolean busy = false;
            for (ConnectionPool pool : pools) {
                due = Math.min(due, pool.sendDue());
                busy |= pool.isBusy();
            }
            if (!busy && due == RequestSource.NEVER) {
                return;
            }
            receive(selector, due);
            long now = System.nanoTime();
            if (now - lastTimeoutCheck > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_CHECK_MILLIS)) {
                pools.forEach(ConnectionPool::checkTimeouts);
                lastTimeoutCheck = now;
            }
        }
    }

    private static void receive(Selector selector, long due) throws IOException {
        if (due == RequestSource.NEVER) {
            selector.select(HttpLoadClient::onReadable, TIMEOUT_CHECK_MILLIS);
            return;
        }
        long left = due - System.nanoTime();
        if (left > SELECTABLE_NANOS) {
            long millis = TimeUnit.NANOSECONDS.toMillis(left) - 1;
            selector.select(HttpLoadClient::onReadable, Math.min(millis, TIMEOUT_CHECK_MILLIS));
        } else if (selector.selectNow(HttpLoadClient::onReadable) == 0 && left > 0) {
            PAUSE.await(Duration.ofNanos(Math.min(left, MAX_PAUSE_NANOS)));
        }
    }

    private static void onReadable(SelectionKey key) {
        ((ConnectionPool.Connection) key.attachment()).onReadable();
    }
}
