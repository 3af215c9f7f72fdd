package stockledger.web.limits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Adds the port for operators: a second connector of the same application, with threads of its own. A child context, as
 * {@code management.server.port} creates it, would not serve {@code /v1/admin}.
 */
final class ManagementConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementConnector.class);

    /** Between the main port and the default one. */
    private static final int DISTANCE = 1_000;

    private static final int NONE = -1;
    private static final int LARGEST_PORT = 65_535;

    /** Probes and scrapes are few. */
    private static final int CONNECTIONS = 100;

    /** Of connections that the kernel keeps for the acceptor: when it is full, a caller waits 1 s for its next attempt. */
    private static final int BACKLOG = 4_096;

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int RESPONSE_HEADER_BYTES = 65_536;

    private final ManagementSettings settings;
    private final ConnectionLimits limits;
    private final CallerWaits waits;
    private @Nullable Connector connector;

    ManagementConnector(ManagementSettings settings, ConnectionLimits limits, CallerWaits waits) {
        this.settings = settings;
        this.limits = limits;
        this.waits = waits;
    }

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        InetAddress address = address(tomcat.getAddress());
        int port = port(tomcat.getPort(), address);
        if (port == NONE) {
            return;
        }
        LimitedProtocol protocol = new LimitedProtocol();
        protocol.limitedEndpoint().limit(limits, waits);
        protocol.setAddress(address);
        protocol.setMaxThreads(settings.threads());
        protocol.setMinSpareThreads(1);
        protocol.setMaxConnections(CONNECTIONS);
        protocol.setAcceptCount(BACKLOG);
        protocol.setConnectionTimeout(TIMEOUT_MILLIS);
        protocol.setKeepAliveTimeout(TIMEOUT_MILLIS);
        protocol.setMaxHttpResponseHeaderSize(RESPONSE_HEADER_BYTES);
        Connector operators = new Connector(protocol);
        operators.setPort(port);
        operators.setParseBodyMethods("");
        operators.setXpoweredBy(false);
        tomcat.addAdditionalConnectors(operators);
        connector = operators;
    }

    private InetAddress address(@Nullable InetAddress main) {
        if (settings.address().isBlank()) {
            return main == null ? new InetSocketAddress(0).getAddress() : main;
        }
        try {
            return InetAddress.getByName(settings.address());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("stockledger.management.address: unknown host " + settings.address(), e);
        }
    }

    /** A port that was not asked for must not end the start. */
    private int port(int main, InetAddress address) {
        Integer configured = settings.port();
        if (configured != null) {
            return configured;
        }
        int port = main == 0 ? 0 : main + DISTANCE;
        if (main < 0 || port > LARGEST_PORT) {
            return NONE;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port));
            return port;
        } catch (IOException e) {
            LOG.warn(
                    "The port for operators, {}, is taken: there is none. stockledger.management.port sets another one",
                    port);
            return NONE;
        }
    }

    boolean isUsedBy(Request request) {
        return request.getConnector() == connector;
    }

    /** The port for operators once the server has started; −1 when there is none. */
    int localPort() {
        return connector == null ? NONE : connector.getLocalPort();
    }
}
