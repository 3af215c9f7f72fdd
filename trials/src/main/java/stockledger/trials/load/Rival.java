package stockledger.trials.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a shop would write instead: one table, and one statement per sale that takes a unit if there is one. It keeps no
 * history, no reservation and no key, and is asked without HTTP.
 */
final class Rival {

    private static final String TAKE = " SET available = available - ? WHERE sku = ? AND available >= ?";
    private static final long PLENTY = 1_000_000_000;

    private final RivalAddress address;
    private final String table =
            "load_trial_rival_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

    Rival(RivalAddress address) {
        this.address = address;
    }

    /** Whether so many connections can be had beside those that are open. */
    boolean admits(int connections) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT current_setting('max_connections')::int"
                        + " - current_setting('superuser_reserved_connections')::int"
                        + " - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')")) {
            return answer.next() && answer.getInt(1) >= connections;
        }
    }

    /** Takes units of so many SKUs, chosen at random, for as long as is said; there are always enough. */
    Timing takeFor(Duration time, int connections, int skus) throws SQLException {
        long end = System.nanoTime() + time.toNanos();
        return with(
                skus,
                PLENTY,
                () -> run(
                        connections,
                        () -> System.nanoTime() < end
                                ? ThreadLocalRandom.current().nextInt(skus)
                                : -1));
    }

    /** Plays the very sale that the service had. */
    Timing play(Sale sale, int connections) throws SQLException {
        AtomicInteger next = new AtomicInteger();
        return with(
                sale.skus().size(),
                sale.stockEach(),
                () -> run(connections, () -> {
                    int request = next.getAndIncrement();
                    return request < sale.requests() ? sale.picks()[request] : -1;
                }));
    }

    @FunctionalInterface
    private interface Measured {
        Timing measure() throws SQLException;
    }

    private Timing with(int skus, long stockEach, Measured run) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (sku text PRIMARY KEY, available bigint NOT NULL)");
            try {
                statement.execute("INSERT INTO " + table + " SELECT 'sku-' || n, " + stockEach
                        + " FROM generate_series(0, " + (skus - 1) + ") n");
                Timing timing = run.measure();
                requireKept(statement, skus * stockEach - timing.accepted());
                return timing;
            } finally {
                statement.execute("DROP TABLE " + table);
            }
        }
    }

    private void requireKept(Statement statement, long expected) throws SQLException {
        try (ResultSet left = statement.executeQuery("SELECT sum(available) FROM " + table)) {
            if (!left.next() || left.getLong(1) != expected) {
                throw new IllegalStateException("the rival counts wrongly, so its figures say nothing");
            }
        }
    }

    /** Chooses a SKU's number; below 0 when it is over. */
    @FunctionalInterface
    private interface Choice {
        int next();
    }

    private Timing run(int connections, Choice choice) throws SQLException {
        Timing.Counter counter = new Timing.Counter();
        List<Connection> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            for (int i = 0; i < connections; i++) {
                open.add(connect());
            }
            long start = System.nanoTime();
            List<Future<?>> clients = new ArrayList<>();
            for (Connection connection : open) {
                clients.add(threads.submit(() -> {
                    take(connection, choice, counter);
                    return true;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            return counter.over(System.nanoTime() - start);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private void take(Connection connection, Choice choice, Timing.Counter counter) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + table + TAKE)) {
            update.setLong(1, 1);
            update.setLong(3, 1);
            for (int sku = choice.next(); sku >= 0; sku = choice.next()) {
                update.setString(2, "sku-" + sku);
                long sent = System.nanoTime();
                boolean taken = update.executeUpdate() == 1;
                long took = System.nanoTime() - sent;
                if (taken) {
                    counter.accepted(took);
                } else {
                    counter.refused(took);
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }
}
