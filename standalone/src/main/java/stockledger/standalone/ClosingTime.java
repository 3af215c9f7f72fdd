package stockledger.standalone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import stockledger.standalone.servers.EmbeddedServers;

/** Says in the log when the shop begins to stop, and when its servers, the last of it, have ended. */
final class ClosingTime implements ApplicationListener<ContextClosedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ClosingTime.class);

    private final ApplicationContext shop;
    private final EmbeddedServers servers;
    private volatile boolean begun;

    ClosingTime(ApplicationContext shop, EmbeddedServers servers) {
        this.shop = shop;
        this.servers = servers;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent closed) {
        // Contexts within it close too, and say so here.
        if (closed.getApplicationContext() == shop) {
            begun = true;
            LOG.info("Stockledger is stopping: requests in flight are answered first");
        }
    }

    /** After everything else has ended; a shop that could not start has said why, and no more. */
    void over() {
        servers.close();
        if (begun) {
            LOG.info("Stockledger has stopped");
        }
    }
}
