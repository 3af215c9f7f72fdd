package stockledger.web;

import io.swagger.v3.oas.models.media.Schema;
import java.util.regex.Pattern;

/** A header value that names something, such as an actor or a key: 1 to 128 visible ASCII characters. */
public final class HeaderToken {

    private static final int MAX_LENGTH = 128;
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1," + MAX_LENGTH + "}");

    private HeaderToken() {}

    /** Whether the value is valid. */
    public static boolean isValid(String value) {
        return VISIBLE_ASCII.matcher(value).matches();
    }

    /** Its schema in the API description. */
    public static Schema<?> schema() {
        return ProblemSchema.text().minLength(1).maxLength(MAX_LENGTH).pattern("^[!-~]+$");
    }
}
