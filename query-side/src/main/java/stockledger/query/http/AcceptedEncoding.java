package stockledger.query.http;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * Whether a client accepts a gzip answer. The compressed answer has an entity tag of its own, since a strong entity tag
 * identifies exact bytes (RFC 9110, 8.8.3).
 */
public final class AcceptedEncoding {

    /** The end of the entity tag of a gzip answer; commands accept it in {@code If-Match} too. */
    static final String TAG_SUFFIX = "-gzip\"";

    private static final String GZIP = "gzip";
    private static final String OLD_GZIP = "x-gzip";
    private static final String IDENTITY = "identity";
    private static final String ANY = "*";
    private static final double NOT_GIVEN = -1;

    private final boolean gzip;
    private final String knownTags;

    private AcceptedEncoding(boolean gzip, String knownTags) {
        this.gzip = gzip;
        this.knownTags = knownTags;
    }

    /**
     * Reads the headers of a request.
     *
     * @param acceptEncoding {@code Accept-Encoding}
     * @param ifNoneMatch {@code If-None-Match}
     */
    static AcceptedEncoding of(@Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        return new AcceptedEncoding(
                acceptEncoding != null && acceptsGzip(acceptEncoding), ifNoneMatch == null ? "" : ifNoneMatch);
    }

    /**
     * Whether gzip is accepted with at least the weight of identity (RFC 9110, 12.5.3). A malformed weight counts as 0; a
     * client that accepts neither is sent identity.
     */
    private static boolean acceptsGzip(String acceptEncoding) {
        double gzip = NOT_GIVEN;
        double identity = NOT_GIVEN;
        double any = NOT_GIVEN;
        for (String one : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            int semicolon = one.indexOf(';');
            String coding = (semicolon < 0 ? one : one.substring(0, semicolon)).strip();
            double weight =
                    semicolon < 0 ? 1 : weight(one.substring(semicolon + 1).strip());
            switch (coding) {
                case GZIP, OLD_GZIP -> gzip = Math.max(gzip, weight);
                case IDENTITY -> identity = weight;
                case ANY -> any = weight;
                default -> {
                    // A coding that is never sent.
                }
            }
        }
        double weight = gzip == NOT_GIVEN ? any : gzip;
        return weight > 0 && weight >= identity;
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
     * Completes a response, compressed if the client accepts that.
     *
     * @param tag of the uncompressed answer
     * @param gzipBody the compressed answer; null when it is only sent uncompressed
     */
    public ResponseEntity<byte[]> answer(
            ResponseEntity.BodyBuilder response, String tag, byte[] body, Supplier<byte @Nullable []> gzipBody) {
        response.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        byte[] compressed = gzip && !knowsOnlyUncompressed(tag) ? gzipBody.get() : null;
        return compressed == null
                ? response.eTag(tag).body(body)
                : response.eTag(gzipTag(tag))
                        .header(HttpHeaders.CONTENT_ENCODING, GZIP)
                        .body(compressed);
    }

    /** A client with the uncompressed answer gets a 304 instead of the compressed one. */
    private boolean knowsOnlyUncompressed(String tag) {
        return knownTags.contains(tag) && !knownTags.contains(gzipTag(tag));
    }

    private static String gzipTag(String tag) {
        return tag.substring(0, tag.length() - 1) + TAG_SUFFIX;
    }
}
