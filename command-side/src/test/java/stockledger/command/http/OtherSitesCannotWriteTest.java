package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of another site cannot write through a browser, and a host name that was rebound to the service reads nothing. */
class OtherSitesCannotWriteTest {

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    @Test
    void simpleRequestsDoNothing() {
        for (CommandExample command : CommandExample.ALL) {
            for (String type : List.of(
                    "Content-Type: text/plain",
                    "Content-Type: text/plain;charset=utf-8",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Type: multipart/form-data; boundary=x",
                    "Content-Type: nonsense",
                    "X-None: 1")) {
                RawHttp.Reply reply =
                        commands.http().send(command.method(), command.path(), utf8(command.body()), type);
                commands.expect(command.endpoint() + " " + type, reply, 415, "unsupported-media-type");
            }
        }
        commands.report();
    }

    @Test
    void writesOfOtherSitesAreRefused() {
        for (CommandExample command : CommandExample.ALL) {
            for (String site : List.of("cross-site", "same-site")) {
                RawHttp.Reply reply = commands.http()
                        .send(
                                command.method(),
                                command.path(),
                                utf8(command.body()),
                                "Content-Type: " + command.type(),
                                "Sec-Fetch-Site: " + site);
                commands.expect(command.endpoint(), reply, 403, "cross-site-request");
            }
        }
        commands.report();
    }

    private RawHttp.Reply withHost(String host) {
        return commands.http()
                .raw(
                        "POST /v1/products HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n",
                        utf8("{}"));
    }

    @Test
    void unknownHostsAreRefused() {
        for (String host : List.of(
                "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "a1.2")) {
            commands.expect(host, withHost(host), 421, "unknown-host");
        }
        commands.report();
    }

    @Test
    void addressesAndLocalhostAreAllowed() {
        for (String host :
                List.of("127.0.0.1", "192.0.2.7:8080", "[::1]:8080", "localhost:1", "LOCALHOST", "x.localhost")) {
            commands.expect(host, withHost(host), 400, "validation-failed");
        }
        commands.report();
    }

    @Test
    void everyAnswerForbidsToGuessItsType() {
        for (RawHttp.Reply reply : List.of(withHost("evil.example"), withHost("127.0.0.1"))) {
            assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
        }
    }
}
