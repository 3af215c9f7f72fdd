package stockledger.trials.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

    private static final String PLAIN =
            "HTTP/1.1 201 \r\nConsistency-Token: t1\r\nContent-Length: 10\r\n\r\n{\"a\":\"ä\"}";
    private static final String CHUNKED =
            "HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n"
                    + "4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n";

    private final AnswerReader reader = new AnswerReader();

    @Test
    void anAnswerWithItsLength() throws IOException {
        assertThat(reader.read(channel(PLAIN))).isEqualTo(new HeardAnswer(201, "t1", "{\"a\":\"ä\"}", false));
    }

    @Test
    void anAnswerInChunks() throws IOException {
        assertThat(reader.read(channel(CHUNKED))).isEqualTo(new HeardAnswer(409, null, "{\"a\":1}", true));
    }

    @Test
    void anAnswerWithoutBody() throws IOException {
        assertThat(reader.read(channel("HTTP/1.1 304 \r\n\r\n"))).isEqualTo(new HeardAnswer(304, null, "", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, CHUNKED})
    void anAnswerIsHeardOnceItIsWholeHoweverItComes(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ReadableByteChannel dripping = dripping(bytes);
        for (int i = 1; i < bytes.length; i++) {
            assertThat(reader.read(dripping)).isNull();
        }
        assertThat(reader.read(dripping)).isNotNull();
    }

    @Test
    void oneAfterTheOther() throws IOException {
        reader.read(channel(PLAIN));

        assertThat(reader.read(channel(CHUNKED)))
                .extracting(HeardAnswer::status)
                .isEqualTo(409);
    }

    @Test
    void longerThanTheFirstRoom() throws IOException {
        String body = "x".repeat(100_000);
        ReadableByteChannel all = channel("HTTP/1.1 200 \r\nContent-Length: 100000\r\n\r\n" + body);
        HeardAnswer answer = null;
        while (answer == null) {
            answer = reader.read(all);
        }
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void aConnectionThatEndsIsNoAnswer() throws IOException {
        ReadableByteChannel half = channel(PLAIN.substring(0, 30));
        reader.read(half);

        assertThatThrownBy(() -> reader.read(half)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"})
    void whatIsNotHttpIsNoAnswer(String text) {
        assertThatThrownBy(() -> reader.read(channel(text))).isInstanceOf(IOException.class);
    }

    private static ReadableByteChannel channel(String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ReadableByteChannel dripping(byte[] bytes) {
        ReadableByteChannel all = Channels.newChannel(new ByteArrayInputStream(bytes));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                ByteBuffer one = ByteBuffer.allocate(1);
                int read = all.read(one);
                into.put(one.flip());
                return read;
            }

            @Override
            public boolean isOpen() {
                return all.isOpen();
            }

            @Override
            public void close() throws IOException {
                all.close();
            }
        };
    }
}
