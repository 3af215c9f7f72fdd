package stockledger.architecture;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans by OTLP over HTTP, as an OpenTelemetry collector does. */
final class OtlpCollector implements AutoCloseable {

    // Field numbers of opentelemetry/proto/trace/v1/trace.proto.
    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_SPAN_ID = 4;
    private static final int NAME = 5;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** A span; ids in hexadecimal. */
    record Span(String trace, String id, String parent, String name) {}

    OtlpCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::receive);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Span> all() {
        return List.copyOf(spans);
    }

    List<Span> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
            for (UnknownFieldSet resource : inner(request, RESOURCE_SPANS)) {
                for (UnknownFieldSet scope : inner(resource, SCOPE_SPANS)) {
                    for (UnknownFieldSet span : inner(scope, SPANS)) {
                        spans.add(new Span(
                                hex(span, TRACE_ID),
                                hex(span, SPAN_ID),
                                hex(span, PARENT_SPAN_ID),
                                bytes(span, NAME).toStringUtf8()));
                    }
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static List<UnknownFieldSet> inner(UnknownFieldSet message, int field) throws IOException {
        List<UnknownFieldSet> parts = new ArrayList<>();
        for (ByteString part : message.getField(field).getLengthDelimitedList()) {
            parts.add(UnknownFieldSet.parseFrom(part));
        }
        return parts;
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        List<ByteString> values = message.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? ByteString.EMPTY : values.get(0);
    }

    private static String hex(UnknownFieldSet message, int field) {
        return HexFormat.of().formatHex(bytes(message, field).toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
