package stockledger.query.http;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * In which forms a caller takes an answer: as it is, which everybody does, or packed with gzip. Each form has a tag of its
 * own, since a strong entity tag stands for bytes (RFC 9110, 8.8.3).
 */
public final class AcceptedEncoding {

    /** What the tag of a packed answer ends with; commands take it in {@code If-Match} too. */
    static final String PACKED = "-gzip\"";

    private static final String GZIP = "gzip";
    private static final String OLD_NAME = "x-gzip";
    private static final String ANY = "*";
    private static final double UNTOLD = -1;

    private final boolean gzip;
    private final String has;

    private AcceptedEncoding(boolean gzip, String has) {
        this.gzip = gzip;
        this.has = has;
    }

    /**
     * Reads what a question says.
     *
     * @param accepted {@code Accept-Encoding}
     * @param has {@code If-None-Match}
     */
    static AcceptedEncoding of(@Nullable String accepted, @Nullable String has) {
        return new AcceptedEncoding(accepted != null && takesGzip(accepted), has == null ? "" : has);
    }

    /**
     * Whether gzip is taken, and not less gladly than what is not packed (RFC 9110, 12.5.3). What cannot be read says
     * nothing; that the answer as it is was not wanted either is not heeded.
     */
    private static boolean takesGzip(String accepted) {
        double gzip = UNTOLD;
        double plain = UNTOLD;
        double any = UNTOLD;
        for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            int semicolon = one.indexOf(';');
            String coding = (semicolon < 0 ? one : one.substring(0, semicolon)).strip();
            double weight =
                    semicolon < 0 ? 1 : weight(one.substring(semicolon + 1).strip());
            switch (coding) {
                case GZIP, OLD_NAME -> gzip = Math.max(gzip, weight);
                case ContentEncodingInterceptor.AS_IT_IS -> plain = weight;
                case ANY -> any = weight;
                default -> {
                    // Another coding, which nothing is sent in.
                }
            }
        }
        double told = gzip == UNTOLD ? any : gzip;
        return told > 0 && told >= plain;
    }

    private static double weight(String parameter) {
        if (!parameter.startsWith("q=")) {
            return 0;
        }
        try {
            double weight = Double.parseDouble(parameter.substring(2).strip());
            return weight >= 0 && weight <= 1 ? weight : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Completes an answer that may be packed.
     *
     * @param tag of the answer as it is
     * @param packed the answer packed; null when it is only sent as it is
     */
    public ResponseEntity<byte[]> answer(
            ResponseEntity.BodyBuilder begun, String tag, byte[] body, Supplier<byte @Nullable []> packed) {
        begun.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        byte[] small = gzip && !hasOnly(tag) ? packed.get() : null;
        return small == null
                ? begun.eTag(tag).body(body)
                : begun.eTag(packedTag(tag))
                        .header(HttpHeaders.CONTENT_ENCODING, GZIP)
                        .body(small);
    }

    /** A caller who has the answer as it is need not be sent it packed. */
    private boolean hasOnly(String tag) {
        return has.contains(tag) && !has.contains(packedTag(tag));
    }

    private static String packedTag(String tag) {
        return tag.substring(0, tag.length() - 1) + PACKED;
    }
}
