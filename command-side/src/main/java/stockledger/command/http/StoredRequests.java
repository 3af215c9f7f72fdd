package stockledger.command.http;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Executes requests that earlier versions stored with headers and body instead of a command. Their controller's method is
 * called with its arguments, and executes since there is no request. They were validated when they were stored.
 */
public final class StoredRequests {

    private final RequestMappingHandlerMapping mapping;
    private final JsonMapper json;
    private final ConversionService conversion = DefaultConversionService.getSharedInstance();

    StoredRequests(RequestMappingHandlerMapping mapping, JsonMapper json) {
        this.mapping = mapping;
        this.json = json;
    }

    /**
     * Executes a stored request.
     *
     * @param headers by their names in lower case
     */
    public ResponseEntity<?> execute(String method, String path, Map<String, String> headers, String body) {
        PathContainer uri = PathContainer.parsePath(path.split("\\?", 2)[0]);
        for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
                mapping.getHandlerMethods().entrySet()) {
            PathPattern.PathMatchInfo match = match(handler.getKey(), RequestMethod.valueOf(method), uri);
            if (match != null) {
                return call(handler.getValue().createWithResolvedBean(), match.getUriVariables(), headers, body);
            }
        }
        throw new IllegalArgumentException("No command is mapped to " + method + " " + path);
    }

    private static PathPattern.@Nullable PathMatchInfo match(
            RequestMappingInfo info, RequestMethod method, PathContainer uri) {
        if (info.getPathPatternsCondition() != null
                && info.getMethodsCondition().getMethods().contains(method)) {
            for (PathPattern pattern : info.getPathPatternsCondition().getPatterns()) {
                PathPattern.PathMatchInfo match = pattern.matchAndExtract(uri);
                if (match != null) {
                    return match;
                }
            }
        }
        return null;
    }

    private ResponseEntity<?> call(
            HandlerMethod handler, Map<String, String> variables, Map<String, String> headers, String body) {
        Method method = handler.getMethod();
        Parameter[] parameters = method.getParameters();
        @Nullable Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            IfMatchVersion version = parameters[i].getAnnotation(IfMatchVersion.class);
            if (version != null) {
                String header = headers.get("if-match");
                arguments[i] = header == null ? null : IfMatch.version(header, version.value());
            } else if (parameters[i].isAnnotationPresent(PathVariable.class)) {
                arguments[i] = conversion.convert(variables.get(parameters[i].getName()), parameters[i].getType());
            } else {
                arguments[i] = json.readValue(body, json.constructType(parameters[i].getParameterizedType()));
            }
        }
        ReflectionUtils.makeAccessible(method);
        return (ResponseEntity<?>)
                Objects.requireNonNull(ReflectionUtils.invokeMethod(method, handler.getBean(), arguments));
    }

    /** The fingerprint of a stored request, as {@link IdempotencyKeys} computes it. */
    public static String fingerprint(String method, String path, String body) {
        String[] parts = path.split("\\?", 2);
        return IdempotencyKeys.fingerprint(
                method, parts[0], parts.length == 1 ? null : parts[1], body.getBytes(StandardCharsets.UTF_8));
    }
}
