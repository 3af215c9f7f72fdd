package stockledger.command.http;

import io.swagger.v3.oas.models.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import stockledger.command.dispatch.ExpectedVersion;
import stockledger.web.ProblemSchema;

/**
 * Resolves the {@code If-Match} of a command (RFC 9110, 13.1.1). Entity tags of this service name stream versions: {@code "p3"}
 * a product at version 3, {@code "s17"} its stock, {@code "p3.s17"} the page made of both, {@code "r2"} a reservation, {@code
 * "j1"} a job. The tag of a gzip answer ends in {@code -gzip} and names the same versions. A weak tag and a tag of anything
 * else match no version.
 */
final class IfMatch implements HandlerMethodArgumentResolver {

    static final String INVALID = "invalid-if-match";

    private static final String ANY = "*";

    private static final String PART = "[a-z][0-9]{1,18}";
    private static final Pattern TAG = Pattern.compile("(" + PART + "(?:\\." + PART + ")*)(-gzip)?");

    /** An entity tag, weak or strong, and the comma after it (RFC 9110, 8.8.3). */
    private static final String ENTITY_TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"";

    private static final Pattern ELEMENT = Pattern.compile("[ \\t]*(" + ENTITY_TAG + ")?[ \\t]*(?:,|$)");

    /** The request attribute with the versions of a list of more than one. */
    private static final String ALTERNATIVES = IfMatch.class.getName();

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

    /** The version that a request expects of a stream, the first of several; null for any. */
    static @Nullable Long version(HttpServletRequest request, char stream) {
        // Nearly every request has no such header; it is not enumerated then.
        if (request.getHeader(HttpHeaders.IF_MATCH) == null) {
            return null;
        }
        String header = String.join(",", Collections.list(request.getHeaders(HttpHeaders.IF_MATCH)));
        if (header.strip().equals(ANY)) {
            return null;
        }
        Set<Long> versions = versions(header, stream);
        if (versions.size() > 1) {
            request.setAttribute(ALTERNATIVES, versions);
        }
        return first(versions);
    }

    /** The versions that the request of this thread accepts beside the expected one. */
    @SuppressWarnings("unchecked")
    static Set<Long> alternatives() {
        RequestAttributes current = RequestContextHolder.getRequestAttributes();
        Object versions = current == null ? null : current.getAttribute(ALTERNATIVES, RequestAttributes.SCOPE_REQUEST);
        return versions == null ? Set.of() : (Set<Long>) versions;
    }

    /** Null for {@code *}: any version. */
    static @Nullable Long version(String header, char stream) {
        return header.equals(ANY) ? null : first(versions(header, stream));
    }

    private static Long first(Set<Long> versions) {
        return versions.isEmpty()
                ? (Long) ExpectedVersion.NONE
                : versions.iterator().next();
    }

    private static Set<Long> versions(String header, char stream) {
        Set<Long> versions = new LinkedHashSet<>();
        Matcher element = ELEMENT.matcher(header);
        int tags = 0;
        int end = 0;
        while (end < header.length() && element.find(end) && element.start() == end) {
            String tag = element.group(1);
            if (tag != null) {
                tags++;
                add(tag, stream, versions);
            }
            end = element.end();
        }
        if (tags == 0 || end < header.length()) {
            throw InvalidHeaderOrParameter.header(
                    HttpHeaders.IF_MATCH, INVALID, "If-Match must be entity tags, such as " + example(stream) + ".");
        }
        return versions;
    }

    private static void add(String tag, char stream, Set<Long> versions) {
        Matcher parts = TAG.matcher(tag.substring(1, tag.length() - 1));
        if (tag.startsWith("\"") && parts.matches()) {
            for (String part : parts.group(1).split("\\.", -1)) {
                if (part.charAt(0) == stream) {
                    versions.add(Long.valueOf(part.substring(1)));
                }
            }
        }
    }

    /** A stored request has one tag: a command that is done later is bound to one version. */
    static InvalidHeaderOrParameter severalOfStored() {
        return InvalidHeaderOrParameter.header(
                HttpHeaders.IF_MATCH, INVALID, "With respond-async, If-Match must be one entity tag.");
    }

    static String description(IfMatchVersion version) {
        return "The expected version, or a list of them, else 412: the ETag of a response, such as "
                + example(version.value()) + ". * accepts any version; weak tags match none.";
    }

    /** The schema of the header. */
    static Schema<?> schema() {
        String tag = ENTITY_TAG.replace("\\x80-\\xFF", "");
        return ProblemSchema.text().pattern("^(\\*|" + tag + "([ \\t]*,[ \\t]*" + tag + ")*)$");
    }

    private static String example(char stream) {
        return EXAMPLES.getOrDefault(stream, "\"" + stream + "1\"");
    }
}
