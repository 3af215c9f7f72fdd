package stockledger.command.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.command.RunningCommandSide;

/** Responses have a Content-Length and are not chunked, since the end of a chunked one is sent separately. */
class ResponsesHaveALengthTest {

    private static final String RECEIPT = "{\"locationId\":\"MAIN\",\"quantity\":1}";

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

    @Test
    void ofACommand() {
        requireLength(post("MUG-1"), 201);
    }

    @Test
    void ofARefusal() {
        requireLength(post("UNKNOWN"), 404);
    }

    private static RawHttp.Reply post(String sku) {
        return http.send(
                "POST",
                "/v1/inventory/" + sku + "/receipts",
                RECEIPT.getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/json");
    }

    private static void requireLength(RawHttp.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("transfer-encoding")).isEmpty();
        assertThat(reply.header("content-length"))
                .isEqualTo(String.valueOf(reply.body().getBytes(StandardCharsets.UTF_8).length));
    }
}
