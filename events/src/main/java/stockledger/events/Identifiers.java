package stockledger.events;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one form that every identity in the shop has. */
final class Identifiers {

    /** In a URL a single dot is the same place, and two are the place above: nobody could ask for those. */
    private static final Pattern FORM = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

    private Identifiers() {}

    static void require(String what, @Nullable String value) {
        if (value == null || !isOne(value)) {
            throw new IllegalArgumentException(
                    "a " + what + " is 1 to 64 letters, digits, dots, underscores or hyphens, and not . or ..");
        }
    }

    static boolean isOne(String value) {
        return FORM.matcher(value).matches();
    }
}
