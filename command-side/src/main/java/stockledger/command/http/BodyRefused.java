package stockledger.command.http;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A body that is refused as a whole, before any of it became a command. */
public final class BodyRefused extends RuntimeException {

    /** Why a body of rows is refused as a whole. */
    static final String[] OF_ROWS = {
        "incomplete-body",
        "malformed-csv",
        "malformed-gzip",
        "malformed-ndjson",
        "malformed-text",
        "missing-column",
        "no-rows",
        "row-too-long",
        "unknown-column"
    };

    private static final String UNSUPPORTED = "unsupported-media-type";

    private final HttpStatus status;
    private final String code;
    private final @Nullable String codings;

    private BodyRefused(HttpStatus status, String code, String detail) {
        this(status, code, detail, null);
    }

    private BodyRefused(HttpStatus status, String code, String detail, @Nullable String codings) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.codings = codings;
    }

    /** 400: it is not what its type says, or has nothing in it. */
    public static BodyRefused malformed(String code, String detail) {
        return new BodyRefused(HttpStatus.BAD_REQUEST, code, detail);
    }

    /** 413. */
    public static BodyRefused tooLarge() {
        return new BodyRefused(
                HttpStatus.CONTENT_TOO_LARGE, "payload-too-large", "The body is larger than this address takes.");
    }

    /** 415. */
    public static BodyRefused unsupported(String detail) {
        return new BodyRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED, detail);
    }

    /**
     * 415: it is packed in a way that is not taken.
     *
     * @param codings those that are, as {@code Accept-Encoding} says them
     */
    static BodyRefused packed(String detail, String codings) {
        return new BodyRefused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, UNSUPPORTED, detail, codings);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    /** What it may be packed with, when that was what was wrong. */
    @Nullable
    String codings() {
        return codings;
    }
}
