package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that an address does not have, and repeated ones: a caller that misspells {@code dryRun} must not
 * change anything.
 */
final class QueryParameters implements HandlerInterceptor {

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getQueryString() != null
                && handler instanceof HandlerMethod method
                && HttpConfiguration.SIDE.owns(method)) {
            Set<String> allowed = known.computeIfAbsent(method.getMethod(), QueryParameters::of);
            request.getParameterMap().forEach((name, values) -> {
                if (!allowed.contains(name)) {
                    throw InvalidHeaderOrParameter.unknown(name);
                }
                if (values.length > 1) {
                    throw InvalidHeaderOrParameter.parameter(name, "Must be given once.");
                }
            });
        }
        return true;
    }

    private static Set<String> of(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(RequestParam.class))
                .filter(Objects::nonNull)
                .map(RequestParam::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
