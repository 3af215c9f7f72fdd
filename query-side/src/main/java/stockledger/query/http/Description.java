package stockledger.query.http;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import stockledger.events.ConsistencyToken;

/**
 * Describes a question's address from the method behind it: what it takes tells what can be wrong with it, and its
 * {@link Promises} tell the rest.
 */
final class Description implements OperationCustomizer {

    private static final String OURS = "stockledger.query.";
    private static final String JSON = "application/json";

    private final Map<String, Schema<?>> forms = new TreeMap<>();

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Promises promises = method.getMethodAnnotation(Promises.class);
        if (promises == null || !method.getBeanType().getName().startsWith(OURS)) {
            return operation;
        }
        List<Class<?>> taken = List.of(method.getMethod().getParameterTypes());
        ApiResponses answers = new ApiResponses();
        answers.addApiResponse(String.valueOf(promises.status()), success(operation, promises));
        if (promises.tagged()) {
            answers.addApiResponse("304", new ApiResponse().description("It is what If-None-Match names."));
        }
        codes(method, promises, taken)
                .forEach((status, codes) -> answers.addApiResponse(String.valueOf(status), ProblemSchema.of(codes)));
        operation.setResponses(answers);
        for (String name : promises.parameters()) {
            operation.addParametersItem(
                    new QueryParameter().name(name).required(false).schema(new StringSchema()));
        }
        if (taken.contains(ConsistencyToken.class)) {
            operation.addParametersItem(new HeaderParameter()
                    .name(TokenArgument.HEADER)
                    .description("The answer is not older than what this token stands for.")
                    .required(false)
                    .schema(new StringSchema()));
        }
        if (promises.body() != void.class) {
            operation.setRequestBody(new RequestBody().required(true).content(json(promises.body())));
        }
        return operation;
    }

    private ApiResponse success(Operation operation, Promises promises) {
        Content content = promises.answer() != void.class
                ? json(promises.answer())
                : operation.getResponses().values().stream()
                        .map(ApiResponse::getContent)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(new Content());
        ApiResponse answer = new ApiResponse()
                .description(HttpStatus.valueOf(promises.status()).getReasonPhrase())
                .content(content);
        if (promises.tagged()) {
            answer.addHeaderObject(
                    HttpHeaders.ETAG,
                    new Header().description("The version that was answered.").schema(new StringSchema()));
        }
        return answer;
    }

    private Content json(Class<?> type) {
        ResolvedSchema form = ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        form.referencedSchemas.forEach(forms::put);
        return new Content().addMediaType(JSON, new MediaType().schema(form.schema));
    }

    /** The forms that were named by promises and by no method. */
    void addFormsTo(Components components) {
        forms.forEach(components::addSchemas);
    }

    private static TreeMap<Integer, Set<String>> codes(HandlerMethod method, Promises promises, List<Class<?>> taken) {
        TreeMap<Integer, Set<String>> codes = new TreeMap<>();
        add(codes, HttpStatus.BAD_REQUEST, "bad-request", "validation-failed");
        add(codes, HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        add(codes, HttpStatus.INTERNAL_SERVER_ERROR, "internal-error");
        add(codes, HttpStatus.SERVICE_UNAVAILABLE, "unavailable");
        if (taken.contains(Parameters.class)) {
            add(codes, HttpStatus.BAD_REQUEST, "unknown-parameter");
        }
        if (taken.contains(ConsistencyToken.class)) {
            add(codes, HttpStatus.BAD_REQUEST, "invalid-consistency-token");
            add(codes, HttpStatus.SERVICE_UNAVAILABLE, "not-yet-visible");
        }
        if (List.of(promises.parameters()).contains("cursor")) {
            add(codes, HttpStatus.BAD_REQUEST, "invalid-cursor");
        }
        if (promises.body() != void.class) {
            add(codes, HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field", "wrong-type");
            add(codes, HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
            add(codes, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        for (Parameter parameter : method.getMethod().getParameters()) {
            if (parameter.isAnnotationPresent(PathVariable.class) && parameter.getType() != String.class) {
                add(codes, HttpStatus.BAD_REQUEST, QueryProblems.invalid(parameter.getType()));
            }
        }
        for (String refusal : promises.refusals()) {
            String[] words = refusal.split(" ", 2);
            add(codes, HttpStatus.valueOf(Integer.parseInt(words[0])), words[1]);
        }
        return codes;
    }

    private static void add(TreeMap<Integer, Set<String>> codes, HttpStatus status, String... more) {
        codes.computeIfAbsent(status.value(), key -> new TreeSet<>()).addAll(Set.of(more));
    }
}
