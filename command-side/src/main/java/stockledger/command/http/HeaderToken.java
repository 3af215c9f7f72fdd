package stockledger.command.http;

import io.swagger.v3.oas.models.media.Schema;
import java.util.regex.Pattern;

/** What callers name things by in headers: 1 to 128 visible ASCII characters. */
final class HeaderToken {

    private static final int LONGEST = 128;
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1," + LONGEST + "}");

    private HeaderToken() {}

    static boolean is(String name) {
        return VISIBLE.matcher(name).matches();
    }

    static Schema<?> schema() {
        return ProblemSchema.text().minLength(1).maxLength(LONGEST).pattern("^[!-~]+$");
    }
}
