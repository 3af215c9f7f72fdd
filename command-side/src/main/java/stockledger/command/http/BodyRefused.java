package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A body that is refused as a whole, before any command was made from it. */
public final class BodyRefused extends RuntimeException {

    /** 413. */
    static final String TOO_MANY_ROWS = "too-many-rows";

    /** The codes for a body of rows: 400. */
    static final String[] ROW_CODES = {
        "incomplete-body",
        "malformed-csv",
        "malformed-gzip",
        "malformed-ndjson",
        "malformed-text",
        "missing-column",
        "no-rows",
        "row-too-long",
        "unknown-column",
        "unknown-mapping"
    };

    private static final String UNSUPPORTED = "unsupported-media-type";

    private final HttpStatus status;
    private final String code;
    private final @Nullable String acceptedEncodings;

    private BodyRefused(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    private BodyRefused(HttpStatus status, String code, String detail, @Nullable String acceptedEncodings) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.acceptedEncodings = acceptedEncodings;
    }

    /** 400: it does not match its media type, or is empty. */
    public static BodyRefused malformed(String code, String detail) {
        return new BodyRefused(HttpStatus.BAD_REQUEST, code, detail);
    }

    /** 413. */
    public static BodyRefused tooLarge() {
        return tooLarge("The request body is too large.");
    }

    /** 413: it is compressed so much that it is no honest body, or one that is cheap to send without compression. */
    static BodyRefused tooCompressed(int ratio) {
        return tooLarge("The request body is more than " + ratio
                + " times as large once it is decompressed. Send it without compression.");
    }

    /** 413: it has more rows than a job may have. */
    public static BodyRefused tooManyRows(int most) {
        return new BodyRefused(
                HttpStatus.CONTENT_TOO_LARGE,
                TOO_MANY_ROWS,
                "The body has more than " + most + " rows. None of them is executed; send several bodies.");
    }

    private static BodyRefused tooLarge(String detail) {
        return new BodyRefused(HttpStatus.CONTENT_TOO_LARGE, "payload-too-large", detail);
    }

    /** 415. */
    public static BodyRefused unsupported(String detail) {
        return new BodyRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED, detail);
    }

    /**
     * 415: its {@code Content-Encoding} is not supported.
     *
     * @param acceptedEncodings the supported ones, as {@code Accept-Encoding} lists them
     */
    static BodyRefused unsupportedEncoding(String detail, String acceptedEncodings) {
        return new BodyRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED, detail, acceptedEncodings);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    /** The supported encodings; null when the encoding is not the reason. */
    @Nullable
    String acceptedEncodings() {
        return acceptedEncodings;
    }
}
