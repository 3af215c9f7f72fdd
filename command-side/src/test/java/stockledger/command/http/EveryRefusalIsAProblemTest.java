package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.WalkedCommands.utf8;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with a request besides its JSON, the answer is a problem, and nothing is stored. */
class EveryRefusalIsAProblemTest {

    private static final int LARGEST_BODY = 256 * 1024;
    private static final byte[] MEGABYTE = utf8("{\"name\":\"" + "x".repeat(1024 * 1024) + "\"}");
    private static WalkedCommands walk;

    @BeforeAll
    static void open() {
        walk = new WalkedCommands();
    }

    @AfterAll
    static void close() {
        walk.close();
    }

    @BeforeEach
    void begin() {
        walk.begin();
    }

    @AfterEach
    void end() {
        walk.end();
    }

    @Test
    void aMegabyteThatSaysItsLength() {
        for (CommandExample command : CommandExample.ALL) {
            PlainHttp.Reply reply =
                    walk.http().send(command.method(), command.path(), MEGABYTE, "Content-Type: " + command.type());
            walk.expect(command.endpoint(), reply, 413, "payload-too-large");
        }
        walk.report();
    }

    @Test
    void aMegabyteInPieces() {
        for (CommandExample command : CommandExample.ALL) {
            PlainHttp.Reply reply = walk.http()
                    .sendChunked(command.method(), command.path(), MEGABYTE, "Content-Type: " + command.type());
            // Where no member is known, the first one is refused before the rest is read.
            boolean steps = command.members().isEmpty();
            walk.expect(command.endpoint(), reply, steps ? 400 : 413, steps ? "unknown-field" : "payload-too-large");
        }
        walk.report();
    }

    @Test
    void oneByteMoreThanABodyMayHave() {
        for (CommandExample command : CommandExample.ALL) {
            byte[] body = utf8(command.body()
                    + " ".repeat(LARGEST_BODY + 1 - command.body().length()));
            assertThat(body).hasSize(LARGEST_BODY + 1);
            String type = "Content-Type: " + command.type();
            walk.expect(
                    command.endpoint(),
                    walk.http().send(command.method(), command.path(), body, type),
                    413,
                    "payload-too-large");
            walk.expect(
                    command.endpoint() + " in pieces",
                    walk.http().sendChunked(command.method(), command.path(), body, type),
                    413,
                    "payload-too-large");
        }
        walk.report();
    }

    @Test
    void aMediaTypeThatNoCommandTakes() {
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
                PlainHttp.Reply reply = walk.http()
                        .send(command.method(), command.path(), utf8(command.body()), "Content-Type: " + type);
                walk.expect(command.endpoint() + " " + type, reply, 415, "unsupported-media-type");
            }
            PlainHttp.Reply none = walk.http().send(command.method(), command.path(), utf8(command.body()));
            walk.expect(command.endpoint() + " without a type", none, 415, "unsupported-media-type");
        }
        walk.report();
    }

    @Test
    void aBodyThatIsPacked() {
        for (CommandExample command : CommandExample.ALL) {
            for (List<String> codings : List.of(
                    List.of("Content-Encoding: gzip"),
                    List.of("Content-Encoding: br"),
                    List.of("Content-Encoding: deflate, identity"),
                    List.of("Content-Encoding: identity", "Content-Encoding: gzip"),
                    List.of("Content-Encoding: gzip", "Prefer: respond-async"))) {
                List<String> headers = new ArrayList<>(codings);
                headers.add("Content-Type: " + command.type());
                PlainHttp.Reply reply = walk.http()
                        .send(command.method(), command.path(), utf8(command.body()), headers.toArray(String[]::new));
                walk.expect(command.endpoint() + " " + codings, reply, 415, "unsupported-media-type");
                assertThat(reply.header("accept-encoding")).isEqualTo("identity");
            }
        }
        walk.report();
    }

    @Test
    void anActorThatIsNoName() {
        for (CommandExample command : CommandExample.ALL) {
            for (String actor : List.of("x".repeat(129), "x".repeat(3_000), "a b", "\u00fc")) {
                PlainHttp.Reply reply = walk.http()
                        .send(
                                command.method(),
                                command.path(),
                                utf8(command.body()),
                                "Content-Type: " + command.type(),
                                "X-Actor: " + actor);
                walk.expect(command.endpoint() + " by " + actor, reply, 400, "invalid-actor");
            }
        }
        walk.report();
    }

    @Test
    void anAnswerThatCannotBeGivenIsRefusedBeforeAnythingIsDone() {
        for (CommandExample command : CommandExample.ALL) {
            for (String accept : List.of("text/html", "application/xml", "image/*", "nonsense")) {
                PlainHttp.Reply reply = walk.http()
                        .send(
                                command.method(),
                                command.path(),
                                utf8(command.body()),
                                "Content-Type: " + command.type(),
                                "Accept: " + accept);
                walk.expect(command.endpoint() + " " + accept, reply, 406, "not-acceptable");
            }
        }
        walk.report();
    }

    @Test
    void aMethodThatTheAddressDoesNotTake() {
        for (CommandExample command : CommandExample.ALL) {
            List<String> taken = CommandExample.ALL.stream()
                    .filter(other -> other.route().equals(command.route()))
                    .map(CommandExample::method)
                    .toList();
            for (String method : List.of("GET", "PUT", "POST", "PATCH", "DELETE", "TRACE", "LOCK", "FROBNICATE")) {
                if (!taken.contains(method)) {
                    PlainHttp.Reply reply = walk.http()
                            .send(method, command.path(), utf8(command.body()), "Content-Type: " + command.type());
                    walk.expect(method + " for " + command.endpoint(), reply, 405, "method-not-allowed");
                    // TRACE is refused by the server, before any route is looked at.
                    if (!method.equals("TRACE")) {
                        assertThat(reply.header("allow").split(", ?", -1))
                                .as("Allow of %s %s", method, command.route())
                                .containsAll(taken);
                    }
                }
            }
        }
        walk.report();
    }

    @Test
    void anAddressWhereNothingIs() {
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
                PlainHttp.Reply reply = walk.http().send(method, path, utf8("{}"), "Content-Type: application/json");
                walk.expect(method + " " + path, reply, 404, "not-found");
            }
        }
        walk.report();
    }

    @Test
    void anIdInTheAddressThatIsIllFormed() {
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
                    walk.expect(
                            command.method() + " " + path,
                            walk.sendTo(command, path, command.body()),
                            400,
                            name.equals("sku") ? "invalid-sku" : "invalid-" + kindOf(path) + "-id",
                            "bad-request");
                }
            }
        }
        walk.report();
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
    void parametersInsideTheAddress() {
        for (CommandExample command : CommandExample.ALL) {
            for (String path : List.of(command.path() + ";a=b", command.path().replaceFirst("/v1/[a-z]+", "$0;a=b"))) {
                walk.expect(
                        command.method() + " " + path, walk.sendTo(command, path, command.body()), 400, "bad-request");
            }
        }
        walk.report();
    }

    @Test
    void whatDoesNotExist() {
        for (CommandExample command : CommandExample.ALL) {
            String path = command.route().replace("{sku}", "NEVER-SEEN").replace("{id}", "never-seen");
            if (!path.equals(command.route())) {
                walk.expect(
                        command.method() + " " + path,
                        walk.sendTo(command, path, command.body()),
                        404,
                        path.contains("NEVER-SEEN") ? "product-not-found" : kindOf(path) + "-not-found");
            }
            for (String member : command.members()) {
                boolean place =
                        member.endsWith("locationId") || List.of("from", "to").contains(member);
                String code = place
                        ? "location-not-found"
                        : member.equals("incomingId") ? "incoming-not-found" : "product-not-found";
                boolean wanted =
                        member.equals("lines.0.sku") && !command.route().contains("{id}");
                if (place || member.equals("incomingId") || wanted) {
                    walk.expect(
                            command.endpoint() + " " + member,
                            walk.send(command, command.with(member, "\"NEVER-SEEN\"")),
                            404,
                            code);
                }
            }
        }
        walk.report();
    }
}
