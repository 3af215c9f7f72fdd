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

/** A connection pool that counts and logs slow statements, with placeholders instead of values. */
final class TimedDataSource extends HikariDataSource {

    private static final Logger LOG = LoggerFactory.getLogger(TimedDataSource.class);

    private static final Duration LOG_INTERVAL = Duration.ofMillis(100);

    /** Slow statements right after the start are not logged: the JVM compiles its code, PostgreSQL is not the cause. */
    private static final Duration WARMUP = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final long thresholdNanos;
    private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime() + WARMUP.toNanos());

    TimedDataSource(MeterRegistry registry, Duration slowThreshold) {
        this.registry = registry;
        this.thresholdNanos = slowThreshold.toNanos();
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
            long start = System.nanoTime();
            try {
                return invoke(statement, method, arguments);
            } finally {
                record(sql, System.nanoTime() - start);
            }
        });
    }

    private void record(String sql, long nanos) {
        if (nanos >= thresholdNanos) {
            String statement = sql.strip().replaceAll("\\s+", " ");
            int blank = statement.indexOf(' ');
            counter(blank < 0 ? statement : statement.substring(0, blank)).increment();
            if (mayLog()) {
                LOG.warn(
                        "Slow SQL statement, {} ms: {}", Duration.ofNanos(nanos).toMillis(), statement);
            }
        }
    }

    /** Limits the log to ten lines per second; every slow statement is counted. */
    private boolean mayLog() {
        long now = System.nanoTime();
        long next = nextLogNanos.get();
        return now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_INTERVAL.toNanos());
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
