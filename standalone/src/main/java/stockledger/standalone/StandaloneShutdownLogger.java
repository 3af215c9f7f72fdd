package stockledger.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Logs the start and the end of a shutdown; logs nothing if the application failed to start. */
final class StandaloneShutdownLogger implements ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneShutdownLogger.class);

    private final ApplicationContext application;
    private volatile boolean started;

    StandaloneShutdownLogger(ApplicationContext application) {
        this.application = application;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // Child contexts publish their events here too.
        if (event.getApplicationContext() == application) {
            started = true;
            LOG.info("Stockledger is stopping: requests in flight are answered first");
        }
    }

    void logStopped() {
        if (started) {
            LOG.info("Stockledger has stopped");
        }
    }
}
