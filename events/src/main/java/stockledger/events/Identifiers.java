package stockledger.events;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The format of every identifier. */
final class Identifiers {

    /** Excludes "." and "..": HTTP clients resolve them as path segments, so no URL could contain them. */
    private static final Pattern FORMAT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

    private Identifiers() {}

    static void require(String name, @Nullable String value) {
        if (value == null || !isValid(value)) {
            throw new IllegalArgumentException(
                    "a " + name + " is 1 to 64 letters, digits, dots, underscores or hyphens, and not . or ..");
        }
    }

    static boolean isValid(String value) {
        return FORMAT.matcher(value).matches();
    }
}
