package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Health and meters are answered on a port with threads of its own, and nothing else is. */
class OperatorsHaveAPortOfTheirOwnTest {

    @RegisterExtension
    static final SharedCommandHarness SHARED = new SharedCommandHarness();

    private final CommandHarness commands = SHARED.harness();

    private RawHttp operators() {
        TomcatWebServer server = (TomcatWebServer)
                ((ServletWebServerApplicationContext) commands.commandSide().instance(0)).getWebServer();
        Connector[] connectors = server.getTomcat().getService().findConnectors();
        assertThat(connectors).hasSize(2);
        return new RawHttp(connectors[1].getLocalPort());
    }

    @Test
    void healthAndMetersAreAnswered() {
        for (String path : new String[] {"/actuator/health/liveness", "/actuator/health/readiness"}) {
            assertThat(operators().send("GET", path, utf8("")).status())
                    .as(path)
                    .isEqualTo(200);
            assertThat(commands.http().send("GET", path, utf8("")).status())
                    .as("on the main port, " + path)
                    .isEqualTo(200);
        }
        assertThat(operators().send("GET", "/actuator/prometheus", utf8("")).body())
                .contains("stockledger_requests_active");
    }

    @Test
    void nothingElseIs() {
        for (String path :
                new String[] {"/v1/products/MUG-1", "/v1/locations", "/", "/v3/api-docs", "/v1/administrator"}) {
            for (String method : new String[] {"GET", "POST"}) {
                RawHttp.Reply reply = operators().send(method, path, utf8("{}"), "Content-Type: application/json");
                commands.expect(method + " " + path, reply, 404, "not-found");
            }
        }
        commands.report();
    }
}
