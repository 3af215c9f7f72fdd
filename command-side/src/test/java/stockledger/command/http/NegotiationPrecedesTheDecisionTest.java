package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;
import static stockledger.command.http.CommandHarness.utf8;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.RunningCommandSide;

/** A request that is not refused before its command runs gets the command's answer: a stored effect never ends in an error. */
class NegotiationPrecedesTheDecisionTest {

    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":1}";
    private static final String ROWS = "sku,locationId,quantity\nMUG-1,MAIN,1\n";

    private static RunningCommandSide commandSide;
    private static RawHttp http;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 0, "MUG-1");
        http = new RawHttp(commandSide.port(0));
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=iso-8859-1",
                "application/json;charset=\"utf-16\"",
                "application/json;charset=utf-8",
                "application/json;version=1",
                "application/*;charset=utf-16",
                "*/*;charset=iso-8859-1",
                "text/html;q=0.9, application/json;charset=iso-8859-1;q=0.8",
                "application/*+json",
                "application/json,,"
            })
    void anAnswerIsAlwaysJsonInUtf8(String accept) {
        for (List<String> request : List.of(
                List.of("/v1/inventory/MUG-1/receipts", "application/json", RECEIPT, "X-Test: 1"),
                List.of("/v1/inventory/MUG-1/receipts", "application/json", RECEIPT, "Prefer: respond-async"),
                List.of("/v1/products/MUG-1/reactivate", "application/json", "{}", "X-Test: 1"),
                List.of("/v1/bulk/receipts", "text/csv", ROWS, "X-Test: 1"))) {
            String key = "Idempotency-Key: " + (accept + request).hashCode();
            RawHttp.Reply first = send(request, accept, key);
            RawHttp.Reply again = send(request, accept, key);

            assertThat(first.status())
                    .as("%s %s %s", request, accept, first.body())
                    .isIn(200, 201, 202);
            assertThat(first.header("content-type")).isEqualTo("application/json");
            assertThat(again.status()).isEqualTo(first.status());
            assertThat(again.body()).isEqualTo(first.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;q=0",
                "*/*;q=0",
                "text/html, application/json;charset=utf-8;q=0",
                "application/json;charset=nonsense",
                "application/json;q=nonsense",
                "text/event-stream",
                "application/problem+json"
            })
    void whatIsNotAcceptableIsRefusedBefore(String accept) {
        long before = commandSide.events();
        for (List<String> request : List.of(
                List.of("/v1/inventory/MUG-1/receipts", "application/json", RECEIPT, "X-Test: 1"),
                List.of("/v1/inventory/MUG-1/receipts", "application/json", RECEIPT, "Prefer: respond-async"),
                List.of("/v1/bulk/receipts", "text/csv", ROWS, "X-Test: 1"))) {
            RawHttp.Reply reply = send(request, accept, "Idempotency-Key: refused");

            assertThat(reply.status()).as("%s %s", request, accept).isEqualTo(406);
            assertThat(CommandHarness.problem(reply).path("code").asString()).isEqualTo("not-acceptable");
        }
        assertThat(commandSide.events()).isEqualTo(before);
    }

    private static RawHttp.Reply send(List<String> request, String accept, String key) {
        return http.send(
                "POST",
                request.get(0),
                utf8(request.get(2)),
                "Content-Type: " + request.get(1),
                "Accept: " + accept,
                key,
                request.get(3));
    }
}
