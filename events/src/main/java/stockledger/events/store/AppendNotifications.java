package stockledger.events.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;

/**
 * Tells the readers of other processes that events were appended, by PostgreSQL's {@code NOTIFY}, and wakes the reader of
 * this process when another appended.
 *
 * <p>Notifications are sent after the commit, not in the append's transaction: PostgreSQL commits transactions that notify
 * one after another. A notification can be lost, with its process or with the listening connection; then the events are
 * read at the reader's own interval. A connection pooler that shares connections between clients delivers none: so each
 * listener checks regularly that it receives its own notification, and otherwise polls.
 */
final class AppendNotifications implements NotifyingEventStore.Signals, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AppendNotifications.class);

    static final String CHANNEL = "stockledger_appended";

    /** Between two notifications of a process: far below the delay that projections accept, but not one per append. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(5);

    /** How often the reader looks for events while notifications do not arrive. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    /** How long a check may take; much longer than a busy database takes. */
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration RECONNECT_INTERVAL = Duration.ofSeconds(1);

    private final DataSource source;
    private final EventStoreSettings.Jdbc settings;
    private final TaskScheduler scheduler;
    private final String process = UUID.randomUUID().toString();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile Instant lastSent = Instant.EPOCH;
    private volatile @Nullable Connection connection;
    private volatile Duration nextDelay = Duration.ZERO;
    private volatile boolean closed;
    private boolean working = true;
    private volatile boolean checking;
    private long nextCheckNanos;
    private long nextConnectNanos = System.nanoTime();

    /** @param scheduler has a thread that is blocked while this process listens, and another */
    AppendNotifications(DataSource source, EventStoreSettings.Jdbc settings, TaskScheduler scheduler) {
        this.source = source;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    /** Notifies other processes soon; returns at once. */
    @Override
    public void appended() {
        if (!settings.notifications() || closed || !sending.compareAndSet(false, true)) {
            return;
        }
        try {
            scheduler.schedule(this::send, lastSent.plus(MIN_INTERVAL));
        } catch (TaskRejectedException e) {
            // The events are stored: a process that stops must not answer with an error.
            LOG.debug("other processes are not notified, since this one stops");
        }
    }

    private void send() {
        lastSent = Instant.now();
        sending.set(false);
        try {
            send(process);
        } catch (SQLException e) {
            LOG.debug("other processes were not notified of appended events: {}", e.getMessage());
        }
    }

    private void send(String payload) throws SQLException {
        try (Connection pooled = source.getConnection();
                PreparedStatement statement = pooled.prepareStatement("SELECT pg_notify(?, ?)")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, payload);
            statement.execute();
        }
    }

    @Override
    public void listen(Runnable onAppended) {
        if (settings.notifications() && listening.compareAndSet(false, true)) {
            scheduler.schedule(() -> receive(onAppended), context -> {
                Instant last = context.lastCompletion();
                return closed ? null : (last == null ? Instant.now() : last).plus(nextDelay);
            });
        }
    }

    /** Whether this process listens, and received its last notification to itself. */
    boolean arrive() {
        return connection != null && !checking;
    }

    /** Waits a bounded time for notifications; the scheduler calls it again after {@link #nextDelay}. */
    private void receive(Runnable onAppended) {
        try {
            PGConnection listener = connected();
            if (listener == null) {
                nextDelay = POLL_INTERVAL;
                onAppended.run();
                return;
            }
            nextDelay = Duration.ZERO;
            check();
            Duration wait = checking ? POLL_INTERVAL : Duration.ofNanos(nextCheckNanos - System.nanoTime());
            if (isFromAnother(listener.getNotifications((int) Math.max(1, wait.toMillis()))) || checking) {
                onAppended.run();
            }
        } catch (SQLException e) {
            disconnected(e);
        }
    }

    private @Nullable PGConnection connected() throws SQLException {
        Connection current = connection;
        if (current == null) {
            if (System.nanoTime() - nextConnectNanos < 0) {
                return null;
            }
            current = DriverManager.getConnection(settings.url(), properties());
            checking = true;
            connection = current;
            if (closed) {
                disconnect();
                return null;
            }
            try (Statement statement = current.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
            }
            sendCheck();
        }
        return current.unwrap(PGConnection.class);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", settings.username());
        properties.setProperty("password", settings.password());
        properties.setProperty("ApplicationName", PrimaryServer.applicationName("stockledger-listener"));
        properties.setProperty("tcpKeepAlive", "true");
        // Waiting for notifications has a time-out of its own.
        properties.setProperty(
                "socketTimeout", String.valueOf(JdbcEventStoreConfiguration.socketTimeoutSeconds(settings)));
        PrimaryServer.properties().forEach(properties::setProperty);
        properties.setProperty(
                "loginTimeout",
                String.valueOf(Math.max(1, settings.connectionTimeout().toSeconds())));
        return properties;
    }

    /** Sends a notification to itself when that is due, and fails if the last one has not arrived. */
    private void check() throws SQLException {
        if (System.nanoTime() - nextCheckNanos < 0) {
            return;
        }
        if (checking) {
            throw new SQLException("the connection receives no notifications; it may belong to a pooler");
        }
        checking = true;
        sendCheck();
    }

    private void sendCheck() throws SQLException {
        send(process);
        nextCheckNanos = System.nanoTime() + CHECK_TIMEOUT.toNanos();
    }

    private boolean isFromAnother(PGNotification @Nullable [] received) {
        boolean another = false;
        if (received != null) {
            for (PGNotification notification : received) {
                if (notification.getParameter().equals(process)) {
                    checked();
                } else {
                    another = true;
                }
            }
        }
        return another;
    }

    private void checked() {
        checking = false;
        nextCheckNanos = System.nanoTime() + CHECK_INTERVAL.toNanos();
        if (!working) {
            working = true;
            LOG.info("notifications of appended events arrive again");
        }
    }

    private void disconnected(SQLException cause) {
        if (working && !closed) {
            working = false;
            LOG.warn(
                    "no notifications of appended events, looking for events every {} ms: {}",
                    POLL_INTERVAL.toMillis(),
                    cause.getMessage());
        }
        disconnect();
        nextConnectNanos = System.nanoTime() + RECONNECT_INTERVAL.toNanos();
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                // Closing would wait for a thread that waits for notifications.
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("the connection could not be closed: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }
}
