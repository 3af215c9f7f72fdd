package stockledger.events.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to PostgreSQL that notice slow statements. They are logged as they were prepared, without values. */
final class TimedDataSource extends HikariDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(TimedDataSource.class);

    private static final Duration BETWEEN_LINES = Duration.ofMillis(100);

    /** A process that has just begun compiles its code meanwhile: that it is slow says nothing of PostgreSQL. */
    private static final Duration BEGINNING = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final long thresholdNanos;
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime() + BEGINNING.toNanos());

    TimedDataSource(MeterRegistry registry, int slowMillis) {
        this.registry = registry;
        this.thresholdNanos = Duration.ofMillis(slowMillis).toNanos();
        counter("any");
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return method.getName().equals("prepareStatement")
                            && arguments != null
                            && result instanceof PreparedStatement statement
                    ? timed(statement, String.valueOf(arguments[0]))
                    : result;
        });
    }

    private PreparedStatement timed(PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            long begun = System.nanoTime();
            try {
                return invoke(statement, method, arguments);
            } finally {
                ended(sql, System.nanoTime() - begun);
            }
        });
    }

    private void ended(String sql, long nanos) {
        if (nanos >= thresholdNanos) {
            String shape = sql.strip().replaceAll("\\s+", " ");
            int blank = shape.indexOf(' ');
            counter(blank < 0 ? shape : shape.substring(0, blank)).increment();
            if (mayBeLogged()) {
                LOG.warn(
                        "slow sql: {} took {} ms",
                        shape,
                        Duration.ofNanos(nanos).toMillis());
            }
        }
    }

    /** A PostgreSQL that is slow altogether would fill the log: some lines a second are enough, all are counted. */
    private boolean mayBeLogged() {
        long now = System.nanoTime();
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + BETWEEN_LINES.toNanos());
    }

    private Counter counter(String operation) {
        return registry.counter("stockledger.slow.operations", "store", "sql", "operation", operation);
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
