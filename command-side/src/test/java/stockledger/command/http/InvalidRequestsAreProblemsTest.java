package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are invalid in anything but their JSON are answered with a problem, and nothing is stored. */
class InvalidRequestsAreProblemsTest {

    private static final int MAX_BODY = 256 * 1024;
    private static final byte[] MEGABYTE = utf8("{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}");

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    @Test
    void aMegabyteWithContentLength() {
        for (CommandExample command : CommandExample.ALL) {
            RawHttp.Reply reply =
                    commands.http().send(command.method(), command.path(), MEGABYTE, "Content-Type: " + command.type());
            commands.expect(command.endpoint(), reply, 413, "payload-too-large");
        }
        commands.report();
    }

    @Test
    void aChunkedMegabyte() {
        for (CommandExample command : CommandExample.ALL) {
            RawHttp.Reply reply = commands.http()
                    .sendChunked(command.method(), command.path(), MEGABYTE, "Content-Type: " + command.type());
            // A body without members is refused at its first member, before the rest is read.
            boolean empty = command.members().isEmpty();
            commands.expect(
                    command.endpoint(), reply, empty ? 400 : 413, empty ? "unknown-field" : "payload-too-large");
        }
        commands.report();
    }

    @Test
    void parametersThatNoCommandHas() {
        for (CommandExample command : CommandExample.ALL) {
            for (String query : List.of("dryRun", "dryRun=true", "dryrun=true", "x=1")) {
                commands.expect(
                        command.endpoint() + "?" + query,
                        commands.sendTo(command, command.path() + "?" + query, command.body()),
                        400,
                        "unknown-parameter");
            }
        }
        commands.report();
    }

    @Test
    void oneByteAboveTheLimit() {
        for (CommandExample command : CommandExample.ALL) {
            byte[] body = utf8(
                    command.body() + " ".repeat(MAX_BODY + 1 - command.body().length()));
            assertThat(body).hasSize(MAX_BODY + 1);
            String type = "Content-Type: " + command.type();
            commands.expect(
                    command.endpoint(),
                    commands.http().send(command.method(), command.path(), body, type),
                    413,
                    "payload-too-large");
            commands.expect(
                    command.endpoint() + " chunked",
                    commands.http().sendChunked(command.method(), command.path(), body, type),
                    413,
                    "payload-too-large");
        }
        commands.report();
    }

    @Test
    void unsupportedMediaTypes() {
        for (CommandExample command : CommandExample.ALL) {
            for (String type : List.of(
                    "text/plain",
                    "text/html",
                    "application/xml",
                    "application/octet-stream",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data",
                    "multipart/form-data; boundary=x",
                    "application/vnd.shop+json",
                    "nonsense",
                    "application/",
                    "/",
                    "application/json;charset=nonsense",
                    "application/json;;;=")) {
                RawHttp.Reply reply = commands.http()
                        .send(command.method(), command.path(), utf8(command.body()), "Content-Type: " + type);
                commands.expect(command.endpoint() + " " + type, reply, 415, "unsupported-media-type");
            }
            RawHttp.Reply none = commands.http().send(command.method(), command.path(), utf8(command.body()));
            commands.expect(command.endpoint() + " without a type", none, 415, "unsupported-media-type");
        }
        commands.report();
    }

    @Test
    void encodedBodies() {
        for (CommandExample command : CommandExample.ALL) {
            for (List<String> codings : List.of(
                    List.of("Content-Encoding: gzip"),
                    List.of("Content-Encoding: br"),
                    List.of("Content-Encoding: deflate, identity"),
                    List.of("Content-Encoding: identity", "Content-Encoding: gzip"),
                    List.of("Content-Encoding: gzip", "Prefer: respond-async"))) {
                List<String> headers = new ArrayList<>(codings);
                headers.add("Content-Type: " + command.type());
                RawHttp.Reply reply = commands.http()
                        .send(command.method(), command.path(), utf8(command.body()), headers.toArray(String[]::new));
                commands.expect(command.endpoint() + " " + codings, reply, 415, "unsupported-media-type");
                assertThat(reply.header("accept-encoding")).isEqualTo("identity");
            }
        }
        commands.report();
    }

    @Test
    void invalidActors() {
        eachIsRefused("X-Actor", List.of("x".repeat(129), "x".repeat(3_000), "a b", "\u00fc"), 400, "invalid-actor");
    }

    @Test
    void anUnacceptableMediaTypeIsRefusedBeforeTheCommandRuns() {
        eachIsRefused("Accept", List.of("text/html", "application/xml", "image/*", "nonsense"), 406, "not-acceptable");
    }

    private void eachIsRefused(String header, List<String> values, int status, String code) {
        for (CommandExample command : CommandExample.ALL) {
            for (String value : values) {
                RawHttp.Reply reply = commands.http()
                        .send(
                                command.method(),
                                command.path(),
                                utf8(command.body()),
                                "Content-Type: " + command.type(),
                                header + ": " + value);
                commands.expect(command.endpoint() + " " + header + " " + value, reply, status, code);
            }
        }
        commands.report();
    }

    @Test
    void unsupportedMethods() {
        for (CommandExample command : CommandExample.ALL) {
            List<String> supported = CommandExample.ALL.stream()
                    .filter(other -> other.route().equals(command.route()))
                    .map(CommandExample::method)
                    .toList();
            for (String method : List.of("GET", "PUT", "POST", "PATCH", "DELETE", "TRACE", "LOCK", "FROBNICATE")) {
                if (!supported.contains(method)) {
                    RawHttp.Reply reply = commands.http()
                            .send(method, command.path(), utf8(command.body()), "Content-Type: " + command.type());
                    commands.expect(method + " for " + command.endpoint(), reply, 405, "method-not-allowed");
                    // Tomcat refuses TRACE before routing.
                    if (!method.equals("TRACE")) {
                        assertThat(reply.header("allow").split(", ?", -1))
                                .as("Allow of %s %s", method, command.route())
                                .containsAll(supported);
                    }
                }
            }
        }
        commands.report();
    }

    @Test
    void unknownRoutes() {
        for (String path : List.of(
                "/",
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/products/",
                "/v1/products/MUG-1/price/",
                "/v1/products/MUG-1/discontinue/now",
                "/v1/inventory/MUG-1",
                "/v1/reservations/cart-1",
                "/v1/reservations//confirm",
                "/V1/products",
                "/error",
                "/favicon.ico",
                "/index.html",
                "/actuator/env",
                "/actuator/shutdown")) {
            for (String method : List.of("POST", "PUT", "PATCH", "GET", "DELETE")) {
                RawHttp.Reply reply = commands.http().send(method, path, utf8("{}"), "Content-Type: application/json");
                commands.expect(method + " " + path, reply, 404, "not-found");
            }
        }
        commands.report();
    }

    @Test
    void invalidIdsInThePath() {
        for (CommandExample command : CommandExample.ALL) {
            String name = command.route().contains("{sku}") ? "sku" : "id";
            for (String id : List.of(
                    "a%20b",
                    "a%0Ab",
                    "MUG-1%0A",
                    "%00",
                    "a%3Bb",
                    "%C3%BC",
                    "a+b",
                    "a:b",
                    "x".repeat(65),
                    "%25",
                    "%22",
                    "~",
                    "*")) {
                if (command.route().contains("{")) {
                    String path = command.route().replace("{" + name + "}", id).replace("{id}", "any");
                    commands.expect(
                            command.method() + " " + path,
                            commands.sendTo(command, path, command.body()),
                            400,
                            name.equals("sku") ? "invalid-sku" : "invalid-" + kindOf(path) + "-id",
                            "bad-request");
                }
            }
        }
        commands.report();
    }

    private static String kindOf(String path) {
        if (path.contains("/incoming/")) {
            return "incoming";
        } else if (path.contains("/jobs/")) {
            return "job";
        }
        return path.contains("/transfers/") ? "transfer" : "reservation";
    }

    @Test
    void pathParameters() {
        for (CommandExample command : CommandExample.ALL) {
            for (String path : List.of(command.path() + ";a=b", command.path().replaceFirst("/v1/[a-z]+", "$0;a=b"))) {
                commands.expect(
                        command.method() + " " + path,
                        commands.sendTo(command, path, command.body()),
                        400,
                        "bad-request");
            }
        }
        commands.report();
    }

    @Test
    void unknownIds() {
        for (CommandExample command : CommandExample.ALL) {
            String path = command.route().replace("{sku}", "NEVER-SEEN").replace("{id}", "never-seen");
            if (!path.equals(command.route())) {
                commands.expect(
                        command.method() + " " + path,
                        commands.sendTo(command, path, command.body()),
                        404,
                        path.contains("NEVER-SEEN") ? "product-not-found" : kindOf(path) + "-not-found");
            }
            for (String member : command.members()) {
                boolean location = member.endsWith("locationId")
                        || command.route().endsWith("/transfers")
                                && List.of("from", "to").contains(member);
                String code = location
                        ? "location-not-found"
                        : member.equals("incomingId") ? "incoming-not-found" : "product-not-found";
                boolean newReservation =
                        member.equals("lines.0.sku") && !command.route().contains("{id}");
                if (location || member.equals("incomingId") || newReservation) {
                    commands.expect(
                            command.endpoint() + " " + member,
                            commands.send(command, command.with(member, "\"NEVER-SEEN\"")),
                            404,
                            code);
                }
            }
        }
        commands.report();
    }
}
