package stockledger.command.http;

import io.swagger.v3.oas.models.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import stockledger.web.ProblemSchema;

/**
 * Resolves the {@code If-Match} of a command. Entity tags of this service name stream versions: {@code "p3"} a product at
 * version 3, {@code "s17"} its stock, {@code "p3.s17"} the page made of both, {@code "r2"} a reservation, {@code "j1"} a
 * job. The tag of a gzip answer ends in {@code -gzip} and names the same versions.
 */
final class IfMatch implements HandlerMethodArgumentResolver {

    static final String INVALID = "invalid-if-match";

    private static final String PART = "[a-z][0-9]{1,18}";
    private static final String GZIP_SUFFIX = "(-gzip)?";
    private static final Pattern TAG = Pattern.compile("\"(" + PART + "(?:\\." + PART + ")*)" + GZIP_SUFFIX + "\"");
    private static final Map<Character, String> EXAMPLES = Map.of(
            'p', "\"p3\", or \"p3.s17\" of a product page",
            's', "\"s17\", or \"p3.s17\" of a product page",
            'r', "\"r2\"",
            'j', "\"j1\"");

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(IfMatchVersion.class);
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        IfMatchVersion version = Objects.requireNonNull(parameter.getParameterAnnotation(IfMatchVersion.class));
        return version(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)), version.value());
    }

    /** The version that a request expects of a stream; null for any. */
    static @Nullable Long version(HttpServletRequest request, char stream) {
        // Nearly every request has no such header; it is not enumerated then.
        return request.getHeader(HttpHeaders.IF_MATCH) == null
                ? null
                : version(
                        String.join(",", Collections.list(request.getHeaders(HttpHeaders.IF_MATCH)))
                                .strip(),
                        stream);
    }

    /** Null for {@code *}: any version. */
    static @Nullable Long version(String header, char stream) {
        if (header.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(header);
        if (tag.matches()) {
            for (String part : tag.group(1).split("\\.", -1)) {
                if (part.charAt(0) == stream) {
                    return Long.valueOf(part.substring(1));
                }
            }
        }
        throw InvalidHeaderOrParameter.header(
                HttpHeaders.IF_MATCH, INVALID, "If-Match must be one entity tag, such as " + example(stream) + ".");
    }

    static String description(IfMatchVersion version) {
        return "The expected version, else 412: the ETag of a response, such as " + example(version.value())
                + ". * accepts any version.";
    }

    /** The schema of a tag with the stream of this letter. */
    static Schema<?> schema(IfMatchVersion version) {
        String before = "(" + PART + "\\.)*";
        String after = "(\\." + PART + ")*";
        return ProblemSchema.text()
                .pattern("^(\\*|\"" + before + version.value() + "[0-9]{1,18}" + after + GZIP_SUFFIX + "\")$");
    }

    private static String example(char stream) {
        return EXAMPLES.getOrDefault(stream, "\"" + stream + "1\"");
    }
}
