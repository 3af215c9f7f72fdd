package stockledger.command.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code If-Match} of a command. Entity tags of this service name streams: {@code "p3"} a product at version 3,
 * {@code "s17"} its stock, {@code "p3.s17"} the page made of both, {@code "r2"} a reservation.
 */
public final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"([a-z]\\d{1,18}(?:\\.[a-z]\\d{1,18})*)\"");

    private IfMatch() {}

    /**
     * The version that the caller expects of a stream.
     *
     * @param header as it came; null and {@code *} expect nothing
     * @param stream the letter of the stream that the command is about
     * @throws InvalidBody when it is no entity tag of this service that says something of the stream
     */
    public static @Nullable Long version(@Nullable String header, char stream) {
        if (header == null || header.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(header.strip());
        if (tag.matches()) {
            for (String part : tag.group(1).split("\\.", -1)) {
                if (part.charAt(0) == stream) {
                    return Long.valueOf(part.substring(1));
                }
            }
        }
        throw new InvalidBody(
                "If-Match", "invalid-if-match", "If-Match is one entity tag, such as \"" + stream + "3\".");
    }
}
