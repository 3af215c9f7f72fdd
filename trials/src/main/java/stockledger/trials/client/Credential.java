package stockledger.trials.client;

import org.jspecify.annotations.Nullable;

/** The API key that this process sends with each request to the service under trial; without one it sends none. */
public final class Credential {

    /** The name of the request header. */
    public static final String HEADER = "X-API-Key";

    private static volatile @Nullable String apiKey;

    private Credential() {}

    /** Sets the key of all further requests; null for none. */
    public static void use(@Nullable String key) {
        apiKey = key == null || key.isBlank() ? null : key;
    }

    /** The key; null without one. */
    public static @Nullable String key() {
        return apiKey;
    }

    /** The header line without its end; empty without a key. */
    public static String line() {
        String key = apiKey;
        return key == null ? "" : HEADER + ": " + key;
    }
}
