package stockledger.query.http;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import stockledger.events.ConsistencyToken;

/** Describes a question's address from the method behind it and its {@link ApiContract}. */
final class Description implements OperationCustomizer {

    private static final String OURS = "stockledger.query.";
    private static final String EVENTS = "text/event-stream";
    private static final List<String> JSON = List.of("application/json");

    private final ApiSchemas forms;

    Description(ApiSchemas forms) {
        this.forms = forms;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        ApiContract promises = method.getMethodAnnotation(ApiContract.class);
        if (promises == null || !method.getBeanType().getName().startsWith(OURS)) {
            return operation;
        }
        name(operation, method, promises);
        ApiResponses answers = new ApiResponses();
        answers.addApiResponse(String.valueOf(promises.status()), success(operation, promises));
        if (promises.tagged()) {
            answers.addApiResponse(
                    String.valueOf(HttpStatus.NOT_MODIFIED.value()),
                    versioned(traced(new ApiResponse().description("It is what If-None-Match names."))));
        }
        new ProblemCodes(method, promises)
                .byStatus()
                .forEach((status, codes) ->
                        answers.addApiResponse(String.valueOf(status), traced(ProblemSchema.of(status, codes))));
        operation.setResponses(answers);
        List<Class<?>> taken = List.of(method.getMethod().getParameterTypes());
        describeParameters(operation, promises, taken.contains(ConsistencyToken.class));
        if (promises.body() != void.class) {
            operation.setRequestBody(new RequestBody().required(true).content(forms.of(promises.body(), JSON)));
        }
        return operation;
    }

    /** Names that stay the same whatever else is described beside it. */
    private static void name(Operation operation, HandlerMethod method, ApiContract promises) {
        String place = method.getBeanType().getPackageName();
        String controller = method.getBeanType().getSimpleName().replaceAll("Controller$", "");
        operation.setTags(List.of(place.substring(place.lastIndexOf('.') + 1)));
        operation.setOperationId(method.getMethod().getName() + controller);
        operation.setSummary(promises.tells());
    }

    private ApiResponse success(Operation operation, ApiContract promises) {
        if (isStream(promises)) {
            return traced(new ApiResponse()
                    .description(HttpStatus.OK.getReasonPhrase())
                    .content(new Content()
                            .addMediaType(promises.media(), new MediaType().schema(ProblemSchema.text()))));
        }
        Content content = promises.answer() != void.class
                ? forms.of(promises.answer(), JSON)
                : operation.getResponses().values().stream()
                        .map(ApiResponse::getContent)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(new Content());
        HttpStatus status = HttpStatus.valueOf(promises.status());
        ApiResponse answer =
                traced(new ApiResponse().description(status.getReasonPhrase()).content(content));
        if (promises.tagged()) {
            versioned(answer);
        }
        if (status == HttpStatus.ACCEPTED) {
            answer.addHeaderObject(HttpHeaders.LOCATION, ProblemSchema.header("Where it is followed."));
        }
        return answer;
    }

    private static boolean isStream(ApiContract promises) {
        return promises.media().equals(EVENTS);
    }

    private static ApiResponse versioned(ApiResponse answer) {
        return answer.addHeaderObject(
                HttpHeaders.ETAG,
                ProblemSchema.header("The version that was answered, as If-Match of a command takes it."));
    }

    private static ApiResponse traced(ApiResponse answer) {
        return answer.addHeaderObject(
                TraceFilter.CORRELATION_HEADER, ProblemSchema.header("Finds this request in the log."));
    }

    private static void describeParameters(Operation operation, ApiContract promises, boolean takesToken) {
        for (String name : promises.parameters()) {
            if (operation.getParameters() != null) {
                // What a route is chosen by was described already, as something that is always given.
                operation.getParameters().removeIf(known -> name.equals(known.getName()));
            }
            operation.addParametersItem(
                    new QueryParameter().name(name).required(false).schema(ProblemSchema.text()));
        }
        if (takesToken) {
            add(operation, TokenArgument.HEADER, "The answer is not older than what this token stands for.");
        }
        if (promises.tagged()) {
            add(operation, HttpHeaders.IF_NONE_MATCH, "The version that its caller has; the same is not sent again.");
        }
        if (isStream(promises)) {
            add(operation, "Last-Event-ID", "The id of the last event that its caller has, which is not sent again.");
        }
        add(operation, TraceFilter.CORRELATION_HEADER, "Names this request in the log.");
    }

    private static void add(Operation operation, String name, String description) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .description(description)
                .required(false)
                .schema(ProblemSchema.text()));
    }
}
