package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
                "nonsense")) {
            RawHttp.Reply reply = commands.http().send("POST", target, utf8("{}"), "Content-Type: application/json");
            String start = target.length() > 60 ? target.substring(0, 60) : target;
            commands.expect(start, reply, 400, "bad-request");
        }
        commands.report();
    }

    @Test
    void targetsThatAreTooLong() {
        for (int length : new int[] {66_000, 70_000, 100_000, 200_000}) {
            for (String target : List.of("/" + "x".repeat(length), "/?q=" + "x".repeat(length))) {
                RawHttp.Reply reply = commands.http().send("GET", target, utf8(""));
                commands.expect(target.substring(0, 4) + length, reply, 414, "uri-too-long");
            }
        }
        commands.report();
    }

    @Test
    void headersThatAreTooManyOrTooLarge() {
        for (String headers : List.of(
                "X-Large: " + "x".repeat(66_000),
                "X-Large: " + "x".repeat(200_000),
                "x".repeat(70_000) + ": y",
                String.join("\r\n", Collections.nCopies(150, "X-Many: y")))) {
            RawHttp.Reply reply = commands.http().send("GET", "/v1/products", utf8(""), headers);
            commands.expect(headers.substring(0, 9) + headers.length(), reply, 431, "headers-too-large");
        }
        commands.report();
    }

    @Test
    void unsupportedTransferCodingsAndVersions() {
        String head = "POST /v1/locations HTTP/%s\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s\r\n";
        String coding = head.formatted("1.1", "Transfer-Encoding: nonsense\r\n");
        commands.expect("coding", commands.http().raw(coding, utf8("")), 501, "not-implemented");
        for (String version : List.of("2.0", "1.2", "9.9")) {
            RawHttp.Reply reply = commands.http().raw(head.formatted(version, ""), utf8(""));
            commands.expect("HTTP/" + version, reply, 505, "http-version-not-supported");
        }
        String expectation = head.formatted("1.1", "Content-Length: 2\r\nExpect: nonsense\r\n");
        commands.expect("expectation", commands.http().raw(expectation, utf8("{}")), 417, "expectation-failed");
        commands.report();
    }

    @Test
    void malformedQueriesOfEveryCommand(CapturedOutput output) {
        String many = String.join("&", Collections.nCopies(1_100, "a=b"));
        for (String query : List.of("=x", "=", "a&=", "dryRun=%zz", "%zz=1", "dryRun=%", "dryRun=%ff", many)) {
            for (CommandExample command : CommandExample.ALL) {
                String path = command.path() + "?" + query;
                commands.expect(path, commands.sendTo(command, path, command.body()), 400, "bad-request");
            }
            for (String path : List.of("/v1/bulk/receipts", "/v1/nothing", "/v3/api-docs")) {
                RawHttp.Reply reply =
                        commands.http().send("POST", path + "?" + query, utf8("{}"), "Content-Type: text/csv");
                commands.expect(path + "?" + query, reply, 400, "bad-request");
            }
        }
        commands.report();
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "\tat ");
    }

    /** A form is never parsed as parameters. */
    @Test
    void malformedForms(CapturedOutput output) {
        for (CommandExample command : CommandExample.ALL) {
            for (String form : List.of("%zz=%ff&=x", "a=" + "x".repeat(200_000))) {
                RawHttp.Reply reply = commands.http()
                        .send(
                                command.method(),
                                command.path(),
                                utf8(form),
                                "Content-Type: application/x-www-form-urlencoded");
                commands.expect(command.endpoint(), reply, 415, "unsupported-media-type");
            }
        }
        commands.report();
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "\tat ");
    }

    @Test
    void malformedChunksAndTrailers(CapturedOutput output) {
        for (String end : List.of(
                "0\r\n" + "x: y\r\n".repeat(2_000) + "\r\n",
                "0\r\nnonsense\r\n\r\n",
                "0\r\n\u0000: x\r\n\r\n",
                "0;" + "x".repeat(9_000) + "\r\n\r\n",
                "zz\r\n\r\n")) {
            for (String path : List.of("/v1/locations", "/v1/bulk/receipts", "/v1/nothing")) {
                for (String key : List.of("", "Idempotency-Key: chunks\r\n")) {
                    String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + key
                            + "Content-Type: " + (path.contains("bulk") ? "text/csv" : "application/json")
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
                    RawHttp.Reply reply = commands.http().raw(head, utf8("2\r\n{}\r\n" + end));
                    boolean isKnown = !path.contains("nothing");
                    commands.expect(
                            path + " " + key + end.substring(0, 5),
                            reply,
                            isKnown || !key.isEmpty() ? 400 : 404,
                            "bad-request",
                            "malformed-json",
                            "not-found");
                }
            }
        }
        commands.report();
        assertThat(output.getAll()).doesNotContain("WARN", "ERROR", "\tat ");
    }

    /** With and without a key, since its filter reads the body. */
    @Test
    void bodiesThatStop() throws InterruptedException, ExecutionException {
        Map<String, Future<RawHttp.Reply>> replies = new LinkedHashMap<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            for (String path : List.of("/v1/locations", "/v1/bulk/receipts")) {
                for (String key : List.of("", "Idempotency-Key: stopped\r\n")) {
                    String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + key + "Content-Type: "
                            + (path.contains("bulk") ? "text/csv" : "application/json")
                            + "\r\nContent-Length: 100\r\n\r\n";
                    replies.put(
                            path + " " + key,
                            callers.submit(() -> commands.http().raw(head, utf8("{"))));
                }
            }
            for (Map.Entry<String, Future<RawHttp.Reply>> reply : replies.entrySet()) {
                commands.expect(reply.getKey(), reply.getValue().get(), 408, "request-timeout");
                assertThat(reply.getValue().get().header("connection")).isEqualTo("close");
            }
        } finally {
            callers.shutdownNow();
        }
        commands.report();
    }

    /** They are few enough for any limit, but more than Tomcat's. */
    @Test
    void trailersAreIgnored() {
        String head = "POST /v1/locations HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "2\r\n{}\r\n0\r\n" + "x: y\r\n".repeat(20) + "\r\n";
        commands.expect("20 trailers", commands.http().raw(head, utf8(body)), 400, "validation-failed");
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
