package stockledger.web.limits;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.util.unit.DataSize;

/** Tomcat with limits and a servlet that reads the body of each request; without Spring. */
final class LimitedServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** More than the buffers of a connection hold. */
    private static final int LARGE_MEGABYTES = 64;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ConnectionLimits connections;
    final CallerWaits bodies;
    final LimitedProtocol protocol = new LimitedProtocol();

    /** Requests to /v1/wait that have arrived, and what they wait for. */
    final AtomicInteger waiting = new AtomicInteger();

    final CountDownLatch release = new CountDownLatch(1);
    private final Tomcat tomcat = new Tomcat();
    private final List<Socket> opened = new ArrayList<>();

    /** @param connectionTimeoutMillis longest time between two bytes of a request */
    LimitedServer(LimitsSettings settings, int threads, int maxConnections, int connectionTimeoutMillis) {
        bodies = new CallerWaits(settings, meters);
        connections = new ConnectionLimits(settings, meters);
        protocol.limitedEndpoint().limit(connections, bodies);
        protocol.setAddress(InetAddress.getLoopbackAddress());
        protocol.setMaxThreads(threads);
        protocol.setMinSpareThreads(1);
        protocol.setMaxConnections(maxConnections);
        protocol.setConnectionTimeout(connectionTimeoutMillis);
        protocol.setKeepAliveTimeout(TIMEOUT_MILLIS * 3);
        Connector connector = new Connector(protocol);
        connector.setPort(0);
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "read", new Reader());
        context.addServletMappingDecoded("/", "read");
        FilterDef filter = new FilterDef();
        filter.setFilterName("limits");
        filter.setFilter(new LimitsFilter(new Places(settings, meters), bodies));
        filter.setAsyncSupported("true");
        FilterMap all = new FilterMap();
        all.setFilterName("limits");
        all.addURLPattern("/*");
        all.setDispatcher(DispatcherType.REQUEST.name());
        context.addFilterDef(filter);
        context.addFilterMap(all);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    static LimitsSettings settings(int bodyThreads, int commands, int connectionsPerAddress) {
        return new LimitsSettings(
                Duration.ofSeconds(15),
                Duration.ofMinutes(1),
                DataSize.ofKilobytes(4),
                bodyThreads,
                commands,
                4,
                Duration.ofSeconds(1),
                connectionsPerAddress,
                "");
    }

    private final class Reader extends HttpServlet {

        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/v1/wait")) {
                waiting.incrementAndGet();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (request.getRequestURI().equals("/v1/products/large")) {
                byte[] part = new byte[1 << 20];
                for (int i = 0; i < LARGE_MEGABYTES; i++) {
                    response.getOutputStream().write(part);
                }
                return;
            }
            int length = request.getInputStream().readAllBytes().length;
            response.getWriter().print(length);
        }
    }

    /** A connection that stays open until the server is closed. */
    Socket open(String localAddress) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(localAddress, 0));
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort()));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        opened.add(socket);
        return socket;
    }

    Socket open() throws IOException {
        return open("127.0.0.1");
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String head(String method, String path, int length) {
        return method + " " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** The status of a complete request on a new connection. */
    int status(String method, String path, String body) throws IOException {
        try (Socket socket = open()) {
            write(socket, head(method, path, body.length()) + body);
            return statusOf(socket);
        }
    }

    /** The status of the next response; 0 when the connection is closed without one. */
    static int statusOf(Socket socket) throws IOException {
        String head = readHead(socket);
        return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
    }

    static String readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    double gauge(String name) {
        return meters.get(name).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    double counter(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).counter().count();
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        for (Socket socket : opened) {
            socket.close();
        }
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
