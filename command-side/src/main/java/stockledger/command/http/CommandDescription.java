package stockledger.command.http;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import stockledger.web.ApiContract;
import stockledger.web.ApiDescription;
import stockledger.web.ApiSchemas;
import stockledger.web.CorrelationFilter;
import stockledger.web.HeaderToken;
import stockledger.web.ProblemCodes;
import stockledger.web.ProblemSchema;

/** Describes the addresses of commands. */
final class CommandDescription extends ApiDescription {

    private static final String JSON = "application/json";

    private final AsyncRequests asyncRequests;
    private final List<BulkRowType> rowTypes;
    private final ApiSchemas schemas;

    CommandDescription(AsyncRequests asyncRequests, List<BulkRowType> rowTypes, ApiSchemas schemas) {
        super(HttpConfiguration.SIDE);
        this.asyncRequests = asyncRequests;
        this.rowTypes = rowTypes.stream()
                .sorted(Comparator.comparing(BulkRowType::kind))
                .toList();
        this.schemas = schemas;
    }

    @Override
    protected void describe(Operation operation, HandlerMethod method, ApiContract contract) {
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(String.valueOf(contract.status()), success(operation, contract));
        ProblemCodes codes = CommandProblemCodes.of(method, contract);
        if (contract.async()) {
            responses.addApiResponse(String.valueOf(HttpStatus.ACCEPTED.value()), accepted());
            asyncRequests.refusals().forEach(refusal -> CommandProblemCodes.add(codes, refusal));
        }
        codes.byStatus()
                .forEach((status, some) -> responses.addApiResponse(String.valueOf(status), problem(status, some)));
        operation.setResponses(responses);
        describeHeaders(operation, contract, method);
        describeBody(operation, contract);
    }

    private static ApiResponse success(Operation operation, ApiContract contract) {
        ApiResponse response = response(HttpStatus.valueOf(contract.status()), contentOf(operation));
        if (contract.tagged()) {
            response.addHeaderObject(
                    HttpHeaders.ETAG, ProblemSchema.header("The new version, for the If-Match of further commands."));
        }
        return response;
    }

    /** The immediate response to a command that is answered later. */
    private ApiResponse accepted() {
        return response(HttpStatus.ACCEPTED, schemas.of(asyncRequests.bodyType(), List.of(JSON)))
                .description("The command is stored; its answer will be at the Location.")
                .addHeaderObject(CommandResponder.APPLIED, ProblemSchema.header(CommandResponder.ASYNC));
    }

    private static ApiResponse response(HttpStatus status, Content content) {
        ApiResponse response = withCorrelation(new ApiResponse()
                .description(status.getReasonPhrase())
                .content(content)
                .addHeaderObject(
                        Answers.CONSISTENCY_TOKEN,
                        ProblemSchema.header("A query that sends it sees this command's effects.")));
        if (status != HttpStatus.OK) {
            response.addHeaderObject(HttpHeaders.LOCATION, ProblemSchema.header("The address of the resource."));
        }
        return response.addHeaderObject(
                Answers.REPLAYED, ProblemSchema.header("true when this is the response of an earlier request."));
    }

    private static ApiResponse problem(int status, Set<String> codes) {
        ApiResponse problem = withCorrelation(ProblemSchema.of(status, codes));
        if (status == HttpStatus.CONFLICT.value() || status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            problem.addHeaderObject(
                    Answers.CONSISTENCY_TOKEN,
                    ProblemSchema.header("For reading the state that the command was refused for, if it was loaded."));
        }
        if (status == HttpStatus.UNSUPPORTED_MEDIA_TYPE.value()) {
            problem.addHeaderObject(
                    HttpHeaders.ACCEPT_ENCODING,
                    ProblemSchema.header("The supported content encodings, when that of the body is not."));
        }
        return problem;
    }

    private static void describeHeaders(Operation operation, ApiContract contract, HandlerMethod method) {
        for (Parameter parameter : method.getMethod().getParameters()) {
            IfMatchVersion version = parameter.getAnnotation(IfMatchVersion.class);
            if (version != null) {
                addHeader(operation, HttpHeaders.IF_MATCH, IfMatch.description(version), IfMatch.schema());
            }
        }
        addHeader(
                operation,
                IdempotencyKeys.HEADER,
                "The same request with the same key gets the first response again; any other is refused.",
                HeaderToken.schema());
        if (contract.async()) {
            Schema<Object> preference = ProblemSchema.text();
            preference.addEnumItemObject(CommandResponder.ASYNC);
            addHeader(
                    operation,
                    CommandResponder.PREFER,
                    "With respond-async the command is stored now and answered later.",
                    preference);
        }
        addHeader(
                operation,
                CommandContextFilter.ACTOR_HEADER,
                "The actor in the events; with a credential it must be the caller.",
                HeaderToken.schema());
        addHeader(operation, CorrelationFilter.HEADER, "Names this request in events and log.", HeaderToken.schema());
    }

    private void describeBody(Operation operation, ApiContract contract) {
        if (contract.body() != void.class) {
            RequestBody body = operation.getRequestBody();
            body.setContent(
                    schemas.of(contract.body(), List.copyOf(body.getContent().keySet())));
        }
        if (contract.rows()) {
            Content content = new Content();
            BulkBodies.MEDIA_TYPES.forEach(
                    type -> content.addMediaType(type, new MediaType().schema(ProblemSchema.text())));
            operation.setRequestBody(new RequestBody().required(true).content(content));
            operation.setDescription(rowTypes.stream()
                    .map(CommandDescription::columns)
                    .collect(Collectors.joining("\n", "Rows are UTF-8, optionally compressed with gzip.\n\n", "")));
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getName().equals("kind"))
                    .forEach(parameter -> parameter.setSchema(kinds()));
        }
    }

    private Schema<?> kinds() {
        Schema<Object> kind = ProblemSchema.text();
        rowTypes.forEach(type -> kind.addEnumItemObject(type.kind()));
        return kind;
    }

    private static String columns(BulkRowType type) {
        return type.columns().stream()
                .map(column -> column.name() + (column.required() ? "" : "?"))
                .collect(Collectors.joining(", ", "- " + type.kind() + ": ", ""));
    }
}
