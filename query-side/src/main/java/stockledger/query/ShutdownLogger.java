package stockledger.query;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

/** Says in the log when this process begins to stop, before anything of it does, and when all of it has. */
final class ShutdownLogger implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownLogger.class);

    @Override
    public void initialize(GenericApplicationContext process) {
        ApplicationListener<ContextClosedEvent> begins = closed -> {
            // Contexts within it close too, and say so here.
            if (closed.getApplicationContext() == process) {
                LOG.info("stopping: requests in flight are answered first");
            }
        };
        process.addApplicationListener(begins);
        // What was made first ends last.
        process.getDefaultListableBeanFactory().registerDisposableBean("closingTime", () -> LOG.info("stopped"));
    }
}
