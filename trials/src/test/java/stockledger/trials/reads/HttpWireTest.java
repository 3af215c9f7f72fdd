package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpWireTest {

    private static final String PLAIN =
            "HTTP/1.1 200 \r\nConsistency-Token: abc\r\ncontent-LENGTH: 5\r\nX: y\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\nb\r\n, there it \r\n2\r\nis\r\n0\r\n\r\n";

    private final HttpWire wire = new HttpWire();

    @Test
    void anAnswerOfKnownLength() throws IOException {
        Reply reply = read(PLAIN);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("hello");
        assertThat(reply.header("consistency-token")).isEqualTo("abc");
        assertThat(reply.header("Nothing")).isNull();
        assertThat(reply.last()).isFalse();
    }

    @Test
    void anAnswerInChunks() throws IOException {
        assertThat(read(CHUNKED).body()).isEqualTo("hello, there it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHUNKED})
    void isNotWholeBeforeItsLastByte(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int filled = 0; filled < bytes.length; filled++) {
            assertThat(wire.read(bytes, filled))
                    .as("%d of %d", filled, bytes.length)
                    .isNull();
        }
        assertThat(wire.read(bytes, bytes.length)).isNotNull();
    }

    @Test
    void theLastAnswerOfAConnection() throws IOException {
        Reply reply = read("HTTP/1.1 503 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.last()).isTrue();
        assertThat(reply.bodyLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 20x \r\n\r\n",
                "HTTP/1.1 200 \r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"
            })
    void whatIsNoAnswerIsNotTakenForOne(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void aValueOfRedisByItsLength() throws IOException {
        byte[] bytes = "$5\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
        RedisWire redis = new RedisWire("secret");

        for (int filled = 0; filled < bytes.length; filled++) {
            assertThat(redis.read(bytes, filled)).isNull();
        }
        assertThat(redis.read(bytes, bytes.length).status()).isEqualTo(200);
        assertThat(redis.read("$-1\r\n".getBytes(StandardCharsets.US_ASCII), 5).status())
                .isEqualTo(404);
        assertThat(new String(redis.greeting(), StandardCharsets.US_ASCII))
                .isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n");
        assertThatThrownBy(() -> redis.read("-NOAUTH no\r\n".getBytes(StandardCharsets.US_ASCII), 12))
                .hasMessageContaining("NOAUTH");
    }

    private Reply read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return wire.read(bytes, bytes.length);
    }
}
