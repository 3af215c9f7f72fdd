package stockledger.trials.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProtocolTest {

    private static final String PLAIN =
            "HTTP/1.1 200 \r\nConsistency-Token: abc\r\ncontent-LENGTH: 6\r\nX: y\r\n\r\nhellö";
    private static final String CHUNKED = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5;x=1\r\nhello\r\nb\r\n, there it \r\n2\r\nis\r\n0\r\n\r\n";

    private final HttpProtocol protocol = new HttpProtocol();

    @Test
    void aResponseOfKnownLength() throws IOException {
        RawResponse response = read(PLAIN);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.isSuccess()).isTrue();
        assertThat(response.body()).isEqualTo("hellö");
        assertThat(response.header("consistency-token")).isEqualTo("abc");
        assertThat(response.header("Nothing")).isNull();
        assertThat(response.isLast()).isFalse();
    }

    @Test
    void aResponseInChunks() throws IOException {
        assertThat(read(CHUNKED).body()).isEqualTo("hello, there it is");
    }

    @Test
    void aResponseWithoutBody() throws IOException {
        assertThat(read("HTTP/1.1 304 \r\n\r\n").status()).isEqualTo(304);
        assertThat(read("HTTP/1.1 304 \r\n\r\n").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHUNKED})
    void aResponseIsIncompleteBeforeItsLastByte(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(protocol.read(bytes, length))
                    .as("%d of %d", length, bytes.length)
                    .isNull();
        }
        assertThat(protocol.read(bytes, bytes.length)).isNotNull();
    }

    @Test
    void theLastResponseOfAConnection() throws IOException {
        RawResponse response = read("HTTP/1.1 503 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.isLast()).isTrue();
        assertThat(response.bodyLength()).isZero();
    }

    @Test
    void chunksOfTheLastResponse() throws IOException {
        RawResponse response = read("HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n"
                + "4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");

        assertThat(response.status()).isEqualTo(409);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
        assertThat(response.header("Consistency-Token")).isNull();
        assertThat(response.isLast()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 20x \r\n\r\n",
                "HTTP/1.1 200 \r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
                "HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
            })
    void bytesThatAreNoHttpResponse(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    private RawResponse read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return protocol.read(bytes, bytes.length);
    }
}
