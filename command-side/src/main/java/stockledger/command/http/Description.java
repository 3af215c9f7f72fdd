package stockledger.command.http;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** Describes a command's address from the method behind it and its {@link ApiContract}. */
final class Description implements OperationCustomizer {

    private static final String OURS = "stockledger.command.";
    private static final String JSON = "application/json";

    private final AsyncRequests later;
    private final List<BulkRowType> rows;
    private final ApiSchemas forms;

    Description(AsyncRequests later, List<BulkRowType> rows, ApiSchemas forms) {
        this.later = later;
        this.rows =
                rows.stream().sorted(Comparator.comparing(BulkRowType::kind)).toList();
        this.forms = forms;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        ApiContract promises = method.getMethodAnnotation(ApiContract.class);
        if (promises == null || !method.getBeanType().getName().startsWith(OURS)) {
            return operation;
        }
        boolean post = isPost(method);
        name(operation, method, promises);
        ApiResponses answers = new ApiResponses();
        answers.addApiResponse(String.valueOf(promises.status()), success(operation, promises, post));
        ProblemCodes codes = new ProblemCodes(method, promises, post);
        if (promises.later()) {
            answers.addApiResponse(String.valueOf(HttpStatus.ACCEPTED.value()), accepted(post));
            later.refusals().forEach(codes::add);
        }
        codes.byStatus()
                .forEach((status, some) -> answers.addApiResponse(String.valueOf(status), problem(status, some)));
        operation.setResponses(answers);
        describeHeaders(operation, promises, method, post);
        describeBody(operation, promises);
        return operation;
    }

    /** Names that stay the same whatever else is described beside it. */
    private static void name(Operation operation, HandlerMethod method, ApiContract promises) {
        String place = method.getBeanType().getPackageName();
        String controller = method.getBeanType().getSimpleName().replaceAll("Controller$", "");
        String step = method.getMethod().getName();
        operation.setTags(List.of(place.substring(place.lastIndexOf('.') + 1)));
        operation.setOperationId(step + controller);
        operation.setSummary(promises.does());
    }

    private static boolean isPost(HandlerMethod method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        return mapping != null && Set.of(mapping.method()).contains(RequestMethod.POST);
    }

    private static ApiResponse success(Operation operation, ApiContract promises, boolean post) {
        Content content = operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new Content());
        ApiResponse answer = answer(HttpStatus.valueOf(promises.status()), content, post);
        if (promises.tagged()) {
            answer.addHeaderObject(
                    HttpHeaders.ETAG, ProblemSchema.header("The version that it has now, as If-Match takes it."));
        }
        return answer;
    }

    /** What is said at once of a command that is answered later. */
    private ApiResponse accepted(boolean post) {
        return answer(HttpStatus.ACCEPTED, forms.of(later.form(), List.of(JSON)), post)
                .description("Stored, and answered later at its Location.")
                .addHeaderObject(RespondAsync.APPLIED, ProblemSchema.header(RespondAsync.ASYNC));
    }

    private static ApiResponse answer(HttpStatus status, Content content, boolean post) {
        ApiResponse answer = new ApiResponse()
                .description(status.getReasonPhrase())
                .content(content)
                .addHeaderObject(
                        Answers.CONSISTENCY_TOKEN, ProblemSchema.header("Hand it to a question, and it is not older."))
                .addHeaderObject(
                        RequestContextFilter.CORRELATION_HEADER,
                        ProblemSchema.header("Finds this request in the log."));
        if (status != HttpStatus.OK) {
            answer.addHeaderObject(HttpHeaders.LOCATION, ProblemSchema.header("Where it is found."));
        }
        if (post) {
            answer.addHeaderObject(Answers.REPLAYED, ProblemSchema.header("true when it was answered before."));
        }
        return answer;
    }

    private static ApiResponse problem(int status, Set<String> codes) {
        ApiResponse problem = ProblemSchema.of(status, codes);
        problem.addHeaderObject(
                RequestContextFilter.CORRELATION_HEADER, ProblemSchema.header("Finds this request in the log."));
        if (status == HttpStatus.CONFLICT.value() || status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            problem.addHeaderObject(
                    Answers.CONSISTENCY_TOKEN,
                    ProblemSchema.header("For reading what the command looked at before it was refused, if it did."));
        }
        if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE.value()) {
            problem.addHeaderObject(
                    HttpHeaders.ACCEPT_ENCODING,
                    ProblemSchema.header("What a body may be packed with, when it was not that."));
        }
        return problem;
    }

    private static void describeHeaders(Operation operation, ApiContract promises, HandlerMethod method, boolean post) {
        for (Parameter parameter : method.getMethod().getParameters()) {
            IfMatchVersion of = parameter.getAnnotation(IfMatchVersion.class);
            if (of != null) {
                add(operation, HttpHeaders.IF_MATCH, IfMatch.description(of), IfMatch.schema(of));
            }
        }
        if (post) {
            add(
                    operation,
                    IdempotencyKeys.HEADER,
                    "With the same key and body it is answered as before.",
                    HeaderToken.schema());
        }
        if (promises.later()) {
            Schema<Object> wish = ProblemSchema.text();
            wish.addEnumItemObject(RespondAsync.ASYNC);
            add(operation, RespondAsync.PREFER, "With respond-async it is stored now and answered later.", wish);
        }
        add(operation, RequestContextFilter.ACTOR_HEADER, "Who asks, for the events.", HeaderToken.schema());
        add(
                operation,
                RequestContextFilter.CORRELATION_HEADER,
                "Names this request in events and log.",
                HeaderToken.schema());
    }

    private static void add(Operation operation, String name, String description, Schema<?> schema) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .description(description)
                .required(false)
                .schema(schema));
    }

    private void describeBody(Operation operation, ApiContract promises) {
        if (promises.body() != void.class) {
            RequestBody body = operation.getRequestBody();
            body.setContent(
                    forms.of(promises.body(), List.copyOf(body.getContent().keySet())));
        }
        if (promises.rows()) {
            Content content = new Content();
            BulkBodies.MEDIA_TYPES.forEach(
                    type -> content.addMediaType(type, new MediaType().schema(ProblemSchema.text())));
            operation.setRequestBody(new RequestBody().required(true).content(content));
            operation.setDescription(rows.stream()
                    .map(Description::columns)
                    .collect(Collectors.joining("\n", "Rows are UTF-8, packed with gzip or not.\n\n", "")));
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals("kind"))
                    .forEach(parameter -> parameter.setSchema(kinds()));
        }
    }

    private Schema<?> kinds() {
        Schema<Object> kind = ProblemSchema.text();
        rows.forEach(form -> kind.addEnumItemObject(form.kind()));
        return kind;
    }

    private static String columns(BulkRowType form) {
        return form.columns().stream()
                .map(column -> column.name() + (column.required() ? "" : "?"))
                .collect(Collectors.joining(", ", "- " + form.kind() + ": ", ""));
    }
}
