package stockledger.web.security;

import org.jspecify.annotations.Nullable;

/** The service would be open to everybody, or its first key cannot be read; the message says what to do. */
final class InsecureStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InsecureStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
