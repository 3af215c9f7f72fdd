package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stockledger.command.RunningCommandSide;

/** The adapter of ordinary requests answers as Spring's, which takes requests with other media types. */
class OrdinaryRequestsAreAnsweredAsAllOthersTest {

    private static final String ORDINARY = "Accept: application/json";

    /** The same preference, in a form that is left to Spring. */
    private static final String OTHER = "Accept: application/json, text/*;q=0.1";

    private static final String RECEIPTS = "/v1/inventory/MUG-1/receipts";

    private static RunningCommandSide commandSide;
    private static RawHttp http;

    @BeforeAll
    static void open() {
        commandSide = new RunningCommandSide(1);
        commandSide.stocked("MAIN", 50, "MUG-1");
        http = new RawHttp(commandSide.port(0));
    }

    @AfterAll
    static void close() {
        commandSide.close();
    }

    private static void requireSame(int status, String path, String body, String... headers) {
        RawHttp.Reply ordinary = post(ORDINARY, path, body, headers);
        RawHttp.Reply other = post(OTHER, path, body, headers);

        assertThat(ordinary.status()).isEqualTo(status);
        assertThat(other.status()).isEqualTo(status);
        assertThat(ordinary.body()).isEqualTo(other.body());
        assertThat(comparable(ordinary)).isEqualTo(comparable(other));
    }

    private static RawHttp.Reply post(String accept, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add(accept);
        all.add("Content-Type: application/json");
        all.add("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
        return http.send("POST", path, body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    private static TreeMap<String, String> comparable(RawHttp.Reply reply) {
        TreeMap<String, String> headers = new TreeMap<>(reply.headers());
        headers.remove("date");
        headers.remove("idempotent-replayed");
        return headers;
    }

    @Test
    void ofASuccess() {
        // The second is a repetition of the first.
        requireSame(201, RECEIPTS, "{\"locationId\":\"MAIN\",\"quantity\":1}", "Idempotency-Key: receipt");
        String cart = "{\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1}]}";
        requireSame(201, "/v1/reservations", cart, "Idempotency-Key: cart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{",
                "[]",
                "{} {}",
                "{\"locationId\":\"MAIN\"}",
                "{\"locationId\":\"MAIN\",\"quantity\":0}",
                "{\"locationId\":\"MAIN\",\"quantity\":\"1\"}",
                "{\"locationId\":\"MA IN\",\"quantity\":1}",
                "{\"locationId\":\"MAIN\",\"quantity\":1,\"misspelled\":1}",
                "{\"locationId\":\"MAIN\",\"quantity\":1,\"quantity\":1}"
            })
    void ofAnInvalidBody(String body) {
        requireSame(400, RECEIPTS, body);
    }

    @Test
    void ofAnInvalidPath() {
        requireSame(400, "/v1/inventory/MUG%201/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
    }

    @Test
    void ofAVersion() {
        String body = "{\"locationId\":\"MAIN\",\"quantity\":1}";
        requireSame(412, RECEIPTS, body, "If-Match: \"s900\"");
        requireSame(400, RECEIPTS, body, "If-Match: nonsense");
        requireSame(412, RECEIPTS, body, "If-Match: \"s900\"", "If-Match: \"s901\"");
    }

    @Test
    void ofARefusal() {
        requireSame(404, "/v1/inventory/UNKNOWN/receipts", "{\"locationId\":\"MAIN\",\"quantity\":1}");
        requireSame(409, "/v1/reservations", "{\"lines\":[{\"sku\":\"MUG-1\",\"quantity\":1000}]}");
    }

    @Test
    void ofAnAcceptedCommand() {
        RawHttp.Reply accepted =
                post(ORDINARY, RECEIPTS, "{\"locationId\":\"MAIN\",\"quantity\":1}", "Prefer: respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("preference-applied")).isEqualTo("respond-async");
    }
}
