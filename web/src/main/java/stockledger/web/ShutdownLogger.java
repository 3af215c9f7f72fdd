package stockledger.web;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Logs when the process begins to stop, and when its beans are closed and all shutdown handlers that were added later have
 * run, such as that of embedded servers. Logs nothing if the application failed to start.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ShutdownLogger implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLogger.class);

    private final Consumer<Runnable> shutdownHandlers;

    ShutdownLogger() {
        this(SpringApplication.getShutdownHandlers()::add);
    }

    /**
     * @param shutdownHandlers accepts handlers that run after the process has closed its beans, the last added first
     */
    ShutdownLogger(Consumer<Runnable> shutdownHandlers) {
        this.shutdownHandlers = shutdownHandlers;
    }

    @Override
    public void initialize(ConfigurableApplicationContext process) {
        AtomicBoolean stopping = new AtomicBoolean();
        ApplicationListener<ContextClosedEvent> onClosed = closed -> {
            // Child contexts publish their closing here too.
            if (closed.getApplicationContext() == process) {
                stopping.set(true);
                LOG.info("stopping: requests in flight are answered first");
            }
        };
        process.addApplicationListener(onClosed);
        shutdownHandlers.accept(() -> {
            if (stopping.get()) {
                LOG.info("stopped");
            }
        });
    }
}
