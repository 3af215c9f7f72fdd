package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTokenTest {

    @Test
    void decodingReversesEncoding() {
        Random random = new Random(20260131);
        for (int i = 0; i < 500; i++) {
            ConsistencyToken token = token(random, random.nextInt(50));

            assertThat(token.encoded()).matches("[A-Za-z0-9_-]*");
            assertThat(ConsistencyToken.decode(token.encoded())).isEqualTo(token);
        }
    }

    @Test
    void everyCompressionLevelIsDecoded() throws IOException {
        ConsistencyToken token = new ConsistencyToken(Map.of("stock:A", 17L, "reservation:r", 0L));

        String compressed = compress("reservation:r@0 stock:A@17 ".getBytes(StandardCharsets.UTF_8));

        assertThat(compressed).isNotEqualTo(token.encoded());
        assertThat(ConsistencyToken.decode(compressed)).isEqualTo(token);
        assertThat(ConsistencyToken.decode(token.encoded())).isEqualTo(token);
    }

    @Test
    void mergingTakesTheLaterVersionOfEachStream() {
        Random random = new Random(4711);
        for (int i = 0; i < 500; i++) {
            ConsistencyToken one = token(random, random.nextInt(8));
            ConsistencyToken other = token(random, random.nextInt(8));
            ConsistencyToken merged = one.merge(other);

            assertThat(merged).isEqualTo(other.merge(one)).isEqualTo(merged.merge(one));
            one.versions()
                    .forEach((stream, version) ->
                            assertThat(merged.versionOf(stream)).isEqualTo(Math.max(version, other.versionOf(stream))));
            assertThat(ConsistencyToken.decode(one.encoded() + ", " + other.encoded()))
                    .isEqualTo(merged);
        }
    }

    @Test
    void aStreamThatIsNotNamedHasNoVersion() {
        assertThat(ConsistencyToken.of("stock:A", 7).versionOf("stock:A")).isEqualTo(7);
        assertThat(ConsistencyToken.of("stock:A", 7).versionOf("stock:B")).isEqualTo(-1);
    }

    @Test
    void theLargestCartFitsInAHeader() {
        Map<String, Long> versions = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            versions.put("stock:" + "X".repeat(58) + (100_000 + random.nextInt(900_000)), random.nextLong(1L << 40));
        }
        ConsistencyToken token = new ConsistencyToken(versions);

        assertThat(token.encoded()).hasSizeLessThan(ConsistencyToken.MAX_LENGTH);
        assertThat(ConsistencyToken.decode(token.encoded())).isEqualTo(token);
    }

    /** It answers a stored command, so it must not make the response fail. */
    @Test
    void streamsThatDoNotFitInAHeaderAreLeftOut() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
        Map<String, Long> versions = new HashMap<>(Map.of("reservation:cart", 0L));
        Random random = new Random(2);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder sku = new StringBuilder("stock:");
            random.ints(64, 0, alphabet.length()).forEach(letter -> sku.append(alphabet.charAt(letter)));
            versions.put(sku.toString(), random.nextLong(1L << 40));
        }

        String encoded = new ConsistencyToken(versions).encoded();
        Map<String, Long> decoded = ConsistencyToken.decode(encoded).versions();

        assertThat(encoded).hasSizeBetween(ConsistencyToken.MAX_LENGTH * 9 / 10, ConsistencyToken.MAX_LENGTH);
        assertThat(decoded).containsEntry("reservation:cart", 0L);
        assertThat(versions).containsAllEntriesOf(decoded);
    }

    @Test
    void bytesAfterTheContentAreRefused() {
        byte[] token =
                Base64.getUrlDecoder().decode(ConsistencyToken.of("stock:A", 7).encoded());
        byte[] longer = Arrays.copyOf(token, token.length + 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsistencyToken.decode(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(longer)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!", "AAAA", "sto ck", "stock:A@1", "\u0000", "K0ktLgEA", ","})
    void malformedTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.decode(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stock:A@-1",
                "stock:A@",
                "@1",
                "stock:A",
                "stock:A@1x",
                "stock:A@99999999999999999999",
                "stock:A@+1",
                "stock:A@\u0661",
                "stock:A@\uff11",
                "stock:A@9999999999999999999"
            })
    void malformedContentIsRefused(String plain) throws IOException {
        String text = compress(plain.getBytes(StandardCharsets.UTF_8));

        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.decode(text));
    }

    @Test
    void tooManyStreamsAreRefusedInOneTokenOrSeveral() {
        Map<String, Long> some = new HashMap<>();
        Map<String, Long> more = new HashMap<>();
        for (int i = 0; i < ConsistencyToken.MAX_STREAMS; i++) {
            (i < ConsistencyToken.MAX_STREAMS / 2 ? some : more).put("stock:" + i, 0L);
        }
        String first = new ConsistencyToken(some).encoded();
        assertThat(ConsistencyToken.decode(first + "," + new ConsistencyToken(more).encoded())
                        .versions())
                .hasSize(ConsistencyToken.MAX_STREAMS);
        more.put("stock:one-more", 0L);
        String second = new ConsistencyToken(more).encoded();
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.decode(first + "," + second));
    }

    @Test
    void aDecompressionBombIsRefused() throws IOException {
        byte[] zeros = new byte[20_000_000];
        Arrays.fill(zeros, (byte) ' ');
        String bomb = compress(zeros);

        assertThat(bomb).hasSizeLessThan(ConsistencyToken.MAX_LENGTH);
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.decode(bomb));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsistencyToken.decode("A".repeat(ConsistencyToken.MAX_LENGTH + 1)));
    }

    @Test
    void aCorruptedTokenIsRefusedOrDecodedToValidVersions() {
        Random random = new Random(99);
        for (int i = 0; i < 2_000; i++) {
            char[] text = token(random, 1 + random.nextInt(20)).encoded().toCharArray();
            text[random.nextInt(text.length)] = (char) (32 + random.nextInt(95));
            try {
                ConsistencyToken.decode(new String(text))
                        .versions()
                        .values()
                        .forEach(version -> assertThat(version).isNotNegative());
            } catch (IllegalArgumentException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }

    private static ConsistencyToken token(Random random, int streams) {
        Map<String, Long> versions = new HashMap<>();
        for (int i = 0; i < streams; i++) {
            versions.put(
                    (random.nextBoolean() ? "stock:" : "product:") + random.nextInt(30), random.nextLong(1L << 50));
        }
        return new ConsistencyToken(versions);
    }

    private static String compress(byte[] plain) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, new Deflater(9, true))) {
            out.write(plain);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(compressed.toByteArray());
    }
}
