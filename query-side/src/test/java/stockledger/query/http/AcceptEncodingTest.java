package stockledger.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ResponseEntity;

/** A gzip answer is sent only to clients that accept one. */
class AcceptEncodingTest {

    private static final String TAG = "\"p3.s17\"";
    private static final byte[] PLAIN = "plain".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GZIP = "gzip".getBytes(StandardCharsets.US_ASCII);

    private static ResponseEntity<byte[]> answer(@Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        return AcceptedEncoding.of(acceptEncoding, ifNoneMatch).answer(ResponseEntity.ok(), TAG, PLAIN, () -> GZIP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip",
                "GZip",
                "x-gzip",
                "gzip, deflate, br, zstd",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                "deflate,  gzip ; q=0.001",
                "*",
                "identity;q=0.5, *",
                "gzip;q=1, identity;q=0",
                "gzip, identity",
                ",,gzip,"
            })
    void clientsThatAcceptGzip(String acceptEncoding) {
        ResponseEntity<byte[]> answer = answer(acceptEncoding, null);
        assertThat(answer.getBody()).isEqualTo(GZIP);
        assertThat(answer.getHeaders().getFirst("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.getHeaders().getETag()).isEqualTo("\"p3.s17-gzip\"");
        assertThat(answer.getHeaders().getVary()).containsExactly("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "br, deflate",
                "gzip;q=0",
                "gzip;q=0.0, *",
                "*;q=0",
                "identity, gzip;q=0.5",
                "identity;q=0",
                "gzip;q=2",
                "gzip;q=-1",
                "gzip;q=NaN",
                "gzip;q=",
                "gzip;level=9",
                "gzipped",
                ";q=1",
                "\u0000"
            })
    void clientsThatDoNotAcceptGzip(String acceptEncoding) {
        assertUncompressed(answer(acceptEncoding, null));
    }

    @Test
    void clientsWithoutTheHeader() {
        assertUncompressed(answer(null, null));
        assertUncompressed(answer(null, "\"p3.s17-gzip\""));
    }

    private static void assertUncompressed(ResponseEntity<byte[]> answer) {
        assertThat(answer.getBody()).isEqualTo(PLAIN);
        assertThat(answer.getHeaders().containsHeader("Content-Encoding")).isFalse();
        assertThat(answer.getHeaders().getETag()).isEqualTo(TAG);
        assertThat(answer.getHeaders().getVary()).containsExactly("Accept-Encoding");
    }

    @Test
    void aClientWithTheUncompressedAnswerGetsItsTag() {
        assertThat(answer("gzip", TAG).getHeaders().getETag()).isEqualTo(TAG);
        assertThat(answer("gzip", "\"p1\", W/" + TAG).getHeaders().getETag()).isEqualTo(TAG);
        assertThat(answer("gzip", "\"p3.s17-gzip\", " + TAG).getHeaders().getETag())
                .isEqualTo("\"p3.s17-gzip\"");
        assertThat(answer("gzip", "\"p3.s16\"").getHeaders().getETag()).isEqualTo("\"p3.s17-gzip\"");
    }

    @Test
    void smallAnswersAreNotCompressed() {
        assertUncompressed(AcceptedEncoding.of("gzip", null).answer(ResponseEntity.ok(), TAG, PLAIN, () -> null));
    }
}
