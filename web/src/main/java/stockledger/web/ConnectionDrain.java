package stockledger.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The first step of a stop, before Spring Boot's graceful shutdown, which answers requests on open connections with 503: a
 * gateway without health checks would lose them. New connections are refused, so that the gateway tries another instance;
 * requests on open connections are answered, and each response closes its connection. Connections that are idle are left
 * to the gateway: if this process closed one, a request that was just sent on it would be lost.
 */
final class ConnectionDrain implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDrain.class);

    private final ServletWebServerApplicationContext context;
    private final Duration time;
    private volatile boolean running;

    ConnectionDrain(ServletWebServerApplicationContext context, DrainSettings settings) {
        this.context = context;
        this.time = settings.time();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (time.isZero() || !(context.getWebServer() instanceof TomcatWebServer server)) {
            callback.run();
            return;
        }
        LOG.info("draining connections for {} ms", time.toMillis());
        // Only the connector of callers: health stays reachable on any other.
        drain(server.getTomcat().getConnector());
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(callback);
    }

    /** Refuses first: as long as open connections may be used again, the gateway opens few new ones. */
    private static void drain(Connector connector) {
        ProtocolHandler protocol = connector.getProtocolHandler();
        protocol.closeServerSocketGraceful();
        if (protocol instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxKeepAliveRequests(1);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
