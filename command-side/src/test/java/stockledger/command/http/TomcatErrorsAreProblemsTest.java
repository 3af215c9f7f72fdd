package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests that Tomcat or a filter refuses are answered with a problem and a trace id. */
@ExtendWith(OutputCaptureExtension.class)
class TomcatErrorsAreProblemsTest {

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    @Test
    void malformedTargets() {
        for (String target : List.of(
                "/v1/inventory/a%2Fb/receipts",
                "/v1/inventory/a%5Cb/receipts",
                "/v1/inventory/a%zzb/receipts",
                "/v1/inventory/a%/receipts",
                "/v1/inventory/a%ffb/receipts",
                "/v1/inventory/a|b/receipts",
                "/v1/inventory/a<b>/receipts",
                "/v1/inventory/{a}/receipts",
                "/v1/inventory/a\\b/receipts",
                "/v1/inventory/a\"b/receipts",
                "/v1/inventory/\u00fc/receipts",
                "/v1/inventory/a b/receipts",
                "/../../etc/passwd",
                "/" + "x".repeat(70_000),
                "/?q=" + "x".repeat(70_000),
                "nonsense")) {
            RawHttp.Reply reply = commands.http().send("POST", target, utf8("{}"), "Content-Type: application/json");
            String start = target.length() > 60 ? target.substring(0, 60) : target;
            commands.expect(start, reply, 400, "bad-request");
        }
        commands.report();
    }

    @Test
    void dotSegments() {
        for (String path : List.of(
                "/v1/products/../admin",
                "/v1/products/..",
                "/v1/./products",
                "/v1/products/%2e%2E/admin",
                "/v1/products/.%2e/MUG-1/price",
                "/v1/products/MUG-1/.")) {
            for (String method : List.of("POST", "PUT", "GET")) {
                RawHttp.Reply reply = commands.http().send(method, path, utf8("{}"), "Content-Type: application/json");
                commands.expect(method + " " + path, reply, 400, "bad-request");
            }
        }
        commands.report();
    }

    /** Otherwise any client could fill the log. */
    @Test
    void refusedPathsAreNotLogged(CapturedOutput output) {
        for (String path : List.of("/v1/products/../admin", "/v1/WEB-INF/web.xml", "/v1/x:/etc", "/v1/%252e%252e/x")) {
            for (String method : List.of("GET", "POST")) {
                RawHttp.Reply reply = commands.http().send(method, path, utf8("{}"), "Content-Type: application/json");
                commands.expect(
                        method + " " + path, reply, path.contains("..") ? 400 : 404, "bad-request", "not-found");
            }
        }
        commands.report();
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR");
    }

    @Test
    void malformedHeaders() {
        for (List<String> headers : List.of(
                List.of("X-Large: " + "x".repeat(70_000)),
                List.of("Content-Length: nonsense"),
                List.of("Content-Length: -1"),
                List.of("Content-Length: 3", "Content-Length: 4"),
                List.of("Host: a b"))) {
            String head = "POST /v1/locations HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + (headers.get(0).startsWith("Host") ? "" : "Host: 127.0.0.1\r\n")
                    + String.join("\r\n", headers) + "\r\n\r\n";
            commands.expect(headers.get(0).substring(0, 9), commands.http().raw(head, utf8("{}")), 400, "bad-request");
        }
        String noHost = "POST /v1/locations HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
        commands.expect("no Host", commands.http().raw(noHost, utf8("{}")), 400, "bad-request");
        String brokenChunks = "POST /v1/locations HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        commands.expect(
                "broken chunks",
                commands.http().raw(brokenChunks, utf8("zz\r\n{}\r\n0\r\n\r\n")),
                400,
                "bad-request",
                "malformed-json");
        commands.report();
    }

    @Test
    void problemsHaveTheTraceIdOfTheCaller() {
        RawHttp.Reply reply = commands.http()
                .send(
                        "POST",
                        "/v1/nothing",
                        utf8("{}"),
                        "Content-Type: application/json",
                        "X-Correlation-Id: order-77",
                        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(CommandHarness.problem(reply).path("traceId").asString())
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(reply.header("x-correlation-id")).isEqualTo("order-77");
    }

    @Test
    void tomcatErrorsHaveTheTraceIdOfTheCaller() {
        RawHttp.Reply reply = commands.http()
                .send(
                        "POST",
                        "/v1/products/%2F",
                        utf8("{}"),
                        "Content-Type: application/json",
                        "X-Correlation-Id: order-78",
                        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(CommandHarness.problem(reply).path("traceId").asString())
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(reply.header("x-correlation-id")).isEqualTo("order-78");
    }

    @Test
    void anInvalidCorrelationIdIsReplacedByTheTraceId() {
        for (String trace : List.of("a b", "\u00fc", "x".repeat(129), "")) {
            RawHttp.Reply reply = commands.http()
                    .send(
                            "POST",
                            "/v1/nothing",
                            utf8("{}"),
                            "Content-Type: application/json",
                            "X-Correlation-Id: " + trace);
            String traceId = CommandHarness.problem(reply).path("traceId").asString();
            assertThat(traceId).isNotEqualTo(trace).matches("[0-9a-f]{32}");
            assertThat(reply.header("x-correlation-id")).isEqualTo(traceId);
        }
    }
}
