package stockledger.trials.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedisProtocolTest {

    @Test
    void aValueEndsAfterItsLength() throws IOException {
        byte[] bytes = "$5\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
        RedisProtocol redis = new RedisProtocol("secret");

        for (int length = 0; length < bytes.length; length++) {
            assertThat(redis.read(bytes, length)).isNull();
        }
        assertThat(redis.read(bytes, bytes.length).status()).isEqualTo(200);
        assertThat(redis.read("$-1\r\n".getBytes(StandardCharsets.US_ASCII), 5).status())
                .isEqualTo(404);
        assertThat(new String(redis.handshake(), StandardCharsets.US_ASCII))
                .isEqualTo("*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n");
        assertThatThrownBy(() -> redis.read("-NOAUTH no\r\n".getBytes(StandardCharsets.US_ASCII), 12))
                .hasMessageContaining("NOAUTH");
    }
}
