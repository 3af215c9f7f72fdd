package stockledger.command.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerAdapter;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import stockledger.web.TokenSigner;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the methods of controllers that take path variables, {@code If-Match} and a JSON body, and writes their answers.
 * What Spring's adapter looks up for each request (resolvers, converters, media types, annotations) is known for each
 * method. Requests that are out of the ordinary, such as chunked ones or those of another media type, are left to Spring's
 * adapter; responses are the same.
 */
final class CommandHandlerAdapter implements HandlerAdapter, Ordered {

    private static final Set<String> ORDINARY_ACCEPTS = Set.of("*/*", MediaType.APPLICATION_JSON_VALUE);

    private final JsonMapper json;
    private final Validator validator;
    private final ConversionService conversion;
    private final TokenSigner signer;
    private final Supplier<HandlerAdapter> spring;
    private final Map<Method, Optional<Call>> calls = new ConcurrentHashMap<>();

    /**
     * @param conversion converts path variables
     * @param signer signs consistency tokens, as {@link TokenSigning} does for Spring's adapter
     * @param spring the adapter of all other requests
     */
    CommandHandlerAdapter(
            JsonMapper json,
            Validator validator,
            ConversionService conversion,
            TokenSigner signer,
            Supplier<HandlerAdapter> spring) {
        this.json = json;
        this.validator = validator;
        this.conversion = conversion;
        this.signer = signer;
        this.spring = spring;
    }

    /** Before Spring's, which supports all methods of controllers. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public boolean supports(Object handler) {
        return handler instanceof HandlerMethod method && call(method).isPresent();
    }

    @Override
    public @Nullable ModelAndView handle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws Exception {
        HandlerMethod method = (HandlerMethod) handler;
        Call call = call(method).orElseThrow();
        @Nullable Object[] arguments = isOrdinary(request) ? call.arguments(request) : null;
        if (arguments == null) {
            return spring.get().handle(request, response, handler);
        }
        write(invoke(method, arguments), response);
        return null;
    }

    private static boolean isOrdinary(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getContentLength() > 0
                && MediaType.APPLICATION_JSON_VALUE.equalsIgnoreCase(request.getContentType())
                && (accept == null || ORDINARY_ACCEPTS.contains(accept));
    }

    private static ResponseEntity<?> invoke(HandlerMethod handler, @Nullable Object[] arguments) throws Exception {
        try {
            return (ResponseEntity<?>)
                    Objects.requireNonNull(handler.getMethod().invoke(handler.getBean(), arguments));
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }

    private void write(ResponseEntity<?> answer, HttpServletResponse response) throws IOException {
        // Serialized first: an answer that fails must not have headers yet.
        byte[] body = json.writeValueAsBytes(Objects.requireNonNull(answer.getBody(), "commands are answered"));
        response.setStatus(answer.getStatusCode().value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        answer.getHeaders()
                .forEach((name, values) -> values.forEach(value ->
                        response.addHeader(name, name.equals(Answers.CONSISTENCY_TOKEN) ? signer.sign(value) : value)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Optional<Call> call(HandlerMethod method) {
        return calls.computeIfAbsent(
                method.getMethod(),
                called -> method.getBean() instanceof HttpCommand.Source ? inspect(called) : Optional.empty());
    }

    private Optional<Call> inspect(Method method) {
        List<Argument> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            IfMatchVersion version = parameter.getAnnotation(IfMatchVersion.class);
            if (version != null) {
                arguments.add(request -> IfMatch.version(request, version.value()));
            } else if (parameter.isAnnotationPresent(PathVariable.class)) {
                arguments.add(request -> variable(request, parameter));
            } else if (parameter.isAnnotationPresent(RequestBody.class)) {
                arguments.add(body(parameter));
            } else {
                return Optional.empty();
            }
        }
        method.setAccessible(true);
        return method.getReturnType() == ResponseEntity.class ? Optional.of(new Call(arguments)) : Optional.empty();
    }

    private @Nullable Object variable(HttpServletRequest request, Parameter parameter) {
        Map<?, ?> variables = (Map<?, ?>) request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return conversion.convert(variables.get(parameter.getName()), parameter.getType());
    }

    private Argument body(Parameter parameter) {
        ObjectReader reader = json.readerFor(json.constructType(parameter.getParameterizedType()));
        boolean validated = parameter.isAnnotationPresent(Valid.class);
        return request -> {
            Object body = reader.readValue(read(request));
            if (body == null) {
                throw new HttpMessageNotReadableException("no body", new ServletServerHttpRequest(request));
            }
            Set<ConstraintViolation<Object>> violations = validated ? validator.validate(body) : Set.of();
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            return body;
        };
    }

    private static byte[] read(HttpServletRequest request) {
        try {
            byte[] body = request.getInputStream().readNBytes(request.getContentLength());
            if (body.length < request.getContentLength()) {
                throw new EOFException("the request body ended early");
            }
            return body;
        } catch (IOException e) {
            throw new HttpMessageNotReadableException(
                    "the request body could not be read", e, new ServletServerHttpRequest(request));
        }
    }

    /** An argument of a request. */
    @FunctionalInterface
    private interface Argument {
        @Nullable
        Object of(HttpServletRequest request);
    }

    /** How a method is called. */
    private record Call(List<Argument> parameters) {

        /** Null when a path variable cannot be converted, which comes before the body. */
        @Nullable
        Object @Nullable [] arguments(HttpServletRequest request) {
            @Nullable Object[] arguments = new Object[parameters.size()];
            try {
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = parameters.get(i).of(request);
                }
                return arguments;
            } catch (ConversionException invalid) {
                return null;
            }
        }
    }
}
