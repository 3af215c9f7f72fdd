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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import stockledger.trials.client.Stats;
import stockledger.trials.client.StatsRecorder;

/**
 * The plain alternative to the service: one table, and one UPDATE per sale that takes a unit if there is one. It has no
 * history, no reservations and no idempotency keys, and is called without HTTP.
 */
final class Baseline {

    static final int MAX_CONNECTIONS = 64;

    private static final String TAKE = " SET available = available - ? WHERE sku = ? AND available >= ?";
    private static final long AMPLE_STOCK = 1_000_000_000;

    private final BaselineAddress address;
    private final String table =
            "load_trial_baseline_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

    Baseline(BaselineAddress address) {
        this.address = address;
    }

    /** Whether so many connections are available beside those that are open. */
    boolean admits(int connections) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('max_connections')::int"
                        + " - current_setting('superuser_reserved_connections')::int"
                        + " - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')")) {
            return row.next() && row.getInt(1) >= connections;
        }
    }

    /** Sells units of random SKUs for a duration; stock is always sufficient. */
    Stats sellRandom(Duration duration, int connections, int skus) {
        long end = System.nanoTime() + duration.toNanos();
        return sell(
                skus,
                AMPLE_STOCK,
                connections,
                () -> System.nanoTime() < end ? ThreadLocalRandom.current().nextInt(skus) : -1);
    }

    /** Repeats the sale that the service had. */
    Stats sell(Sale sale, int connections) {
        AtomicInteger next = new AtomicInteger();
        return sell(sale.skus().size(), sale.stockEach(), connections, () -> {
            int request = next.getAndIncrement();
            return request < sale.requests() ? sale.picks()[request] : -1;
        });
    }

    /**
     * @param nextSku number of the next SKU; below 0 at the end
     */
    private Stats sell(int skus, long stockEach, int connections, IntSupplier nextSku) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (sku text PRIMARY KEY, available bigint NOT NULL)");
            try {
                statement.execute("INSERT INTO " + table + " SELECT 'sku-' || n, " + stockEach
                        + " FROM generate_series(0, " + (skus - 1) + ") n");
                Stats stats = run(connections, nextSku);
                requireStock(statement, skus * stockEach - stats.accepted());
                return stats;
            } finally {
                statement.execute("DROP TABLE " + table);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the baseline failed", e);
        }
    }

    private void requireStock(Statement statement, long expected) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT sum(available) FROM " + table)) {
            if (!row.next() || row.getLong(1) != expected) {
                throw new IllegalStateException("the baseline counts wrongly, so its figures are meaningless");
            }
        }
    }

    private Stats run(int connections, IntSupplier nextSku) throws SQLException {
        StatsRecorder recorder = new StatsRecorder();
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(connect());
            }
            Parallel.run(connections, connections, number -> sell(open.get(number), nextSku, recorder));
            return recorder.stats();
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private void sell(Connection connection, IntSupplier nextSku, StatsRecorder recorder) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE " + table + TAKE)) {
            update.setLong(1, 1);
            update.setLong(3, 1);
            for (int sku = nextSku.getAsInt(); sku >= 0; sku = nextSku.getAsInt()) {
                update.setString(2, "sku-" + sku);
                long sent = System.nanoTime();
                if (update.executeUpdate() == 1) {
                    recorder.accepted(sent, System.nanoTime(), 0);
                } else {
                    recorder.refused(sent, System.nanoTime());
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }
}
