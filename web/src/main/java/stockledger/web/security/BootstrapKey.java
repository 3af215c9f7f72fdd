package stockledger.web.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The key of the first start, with all scopes. It is in a file, not in an event; without the file it is gone. */
final class BootstrapKey {

    private final ApiKeyText expected;

    private BootstrapKey(ApiKeyText expected) {
        this.expected = expected;
    }

    /**
     * Reads the key; null when no file is named.
     *
     * @throws InsecureStartException when the file has none
     */
    static @Nullable BootstrapKey in(@Nullable Path file) {
        if (file == null) {
            return null;
        }
        if (ApiKeyText.of(file.toString()) != null) {
            // The messages below would write it into the log.
            throw new InsecureStartException(
                    "stockledger.security.bootstrap-key-file must name a file that has the key, not be the key.", null);
        }
        @Nullable ApiKeyText key;
        try {
            key = ApiKeyText.of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new InsecureStartException("stockledger.security.bootstrap-key-file " + file + " cannot be read.", e);
        }
        if (key == null) {
            throw new InsecureStartException(
                    "stockledger.security.bootstrap-key-file " + file
                            + " must have one line sl_NAME_SECRET with a secret of at least 43 characters of base64url.",
                    null);
        }
        return new BootstrapKey(key);
    }

    /** Its caller; null when the sent key is another one. */
    @Nullable
    Caller callerOf(ApiKeyText sent) {
        return sent.id().equals(expected.id()) && sent.matches(expected.hash())
                ? new Caller(expected.id(), Set.of(Scope.values()))
                : null;
    }
}
