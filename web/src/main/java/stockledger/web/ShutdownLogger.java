package stockledger.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** Logs when the process begins to stop and when all of its beans are closed. */
public final class ShutdownLogger implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLogger.class);

    /** For a process that is one side alone; standalone has its own logger. */
    public ShutdownLogger() {}

    @Override
    public void initialize(GenericApplicationContext process) {
        ApplicationListener<ContextClosedEvent> onClosed = closed -> {
            // Child contexts publish their closing here too.
            if (closed.getApplicationContext() == process) {
                LOG.info("stopping: requests in flight are answered first");
            }
        };
        process.addApplicationListener(onClosed);
        // The first registered bean is destroyed last.
        process.getDefaultListableBeanFactory().registerDisposableBean("shutdownLogger", () -> LOG.info("stopped"));
    }
}
