package stockledger.command.http;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Parameter;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import stockledger.command.dispatch.CommandBusy;
import stockledger.command.dispatch.ExpectedVersion.VersionMismatch;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RememberedKeys.KeyReused;

/**
 * Describes a command's address from the method behind it: what it takes tells what can be wrong with it, and its
 * {@link Promises} tell the rest.
 */
final class Description implements OperationCustomizer {

    private static final String OURS = "stockledger.command.";

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Promises promises = method.getMethodAnnotation(Promises.class);
        if (promises == null || !method.getBeanType().getName().startsWith(OURS)) {
            return operation;
        }
        boolean post = isPost(method);
        ApiResponses answers = new ApiResponses();
        answers.addApiResponse(String.valueOf(promises.status()), success(operation, promises, post));
        codes(method, promises, post)
                .forEach((status, codes) -> answers.addApiResponse(String.valueOf(status), ProblemSchema.of(codes)));
        operation.setResponses(answers);
        if (post) {
            operation.addParametersItem(new HeaderParameter()
                    .name(IdempotencyKeys.HEADER)
                    .description("Sent again with the same key and body, a request is answered as before.")
                    .schema(new StringSchema().minLength(1).maxLength(128).pattern("^[!-~]+$")));
        }
        return operation;
    }

    private static boolean isPost(HandlerMethod method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        return mapping != null && Set.of(mapping.method()).contains(RequestMethod.POST);
    }

    private static ApiResponse success(Operation operation, Promises promises, boolean post) {
        ApiResponse answer = new ApiResponse().description(HttpStatus.valueOf(promises.status()).getReasonPhrase());
        Content content = operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new Content());
        answer.content(content).addHeaderObject(Answers.CONSISTENCY_TOKEN, header("Hand it to a question, and it is not older."));
        if (promises.tagged()) {
            answer.addHeaderObject(HttpHeaders.ETAG, header("The version that it has now."));
        }
        if (promises.status() != HttpStatus.OK.value()) {
            answer.addHeaderObject(HttpHeaders.LOCATION, header("Where it is found."));
        }
        if (post) {
            answer.addHeaderObject(ReplayedAnswers.REPLAYED, header("true when it was answered before."));
        }
        return answer;
    }

    private static Header header(String description) {
        return new Header().description(description).schema(new StringSchema());
    }

    private static TreeMap<Integer, Set<String>> codes(HandlerMethod method, Promises promises, boolean post) {
        TreeMap<Integer, Set<String>> codes = new TreeMap<>();
        add(codes, HttpStatus.BAD_REQUEST, "bad-request");
        add(codes, HttpStatus.NOT_ACCEPTABLE, "not-acceptable");
        add(codes, HttpStatus.INTERNAL_SERVER_ERROR, "internal-error");
        add(codes, HttpStatus.SERVICE_UNAVAILABLE, "unavailable");
        add(codes, CommandBusy.class);
        for (Parameter parameter : method.getMethod().getParameters()) {
            codesOf(parameter, codes);
        }
        if (post) {
            add(codes, HttpStatus.BAD_REQUEST, "invalid-idempotency-key");
            add(codes, KeyReused.class);
        }
        for (Class<? extends Refusal> refusal : promises.refusals()) {
            add(codes, refusal);
        }
        return codes;
    }

    private static void codesOf(Parameter parameter, TreeMap<Integer, Set<String>> codes) {
        if (parameter.isAnnotationPresent(RequestBody.class)) {
            add(codes, HttpStatus.BAD_REQUEST, "malformed-json", "unknown-field", "wrong-type", "validation-failed");
            add(codes, HttpStatus.CONTENT_TOO_LARGE, "payload-too-large");
            add(codes, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        }
        if (parameter.isAnnotationPresent(PathVariable.class)) {
            add(codes, HttpStatus.BAD_REQUEST, CommandProblems.invalid(parameter.getType()));
        }
        RequestHeader header = parameter.getAnnotation(RequestHeader.class);
        if (header != null && header.name().equals(HttpHeaders.IF_MATCH)) {
            add(codes, HttpStatus.BAD_REQUEST, "invalid-if-match");
            add(codes, VersionMismatch.class);
        }
    }

    private static void add(TreeMap<Integer, Set<String>> codes, Class<? extends Refusal> type) {
        Refusal refusal = Specimen.of(type);
        add(codes, CommandProblems.status(refusal.kind()), refusal.code());
    }

    private static void add(TreeMap<Integer, Set<String>> codes, HttpStatus status, String... more) {
        Set<String> known = codes.computeIfAbsent(status.value(), key -> new TreeSet<>());
        known.addAll(Set.of(more));
    }
}
