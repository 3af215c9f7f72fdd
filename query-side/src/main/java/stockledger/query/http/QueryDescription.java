package stockledger.query.http;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import stockledger.events.ConsistencyToken;
import stockledger.web.ApiContract;
import stockledger.web.ApiDescription;
import stockledger.web.ApiSchemas;
import stockledger.web.CorrelationFilter;
import stockledger.web.ProblemSchema;
import stockledger.web.StockledgerHeaders;

/** Describes the addresses of queries. */
final class QueryDescription extends ApiDescription {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String ID = "^[A-Za-z0-9._-]{1,64}$";
    private static final String AMOUNT = "^[0-9]{1,12}(\\.[0-9]{1,4})?$";
    private static final List<String> JSON = List.of("application/json");

    private final ApiSchemas schemas;

    QueryDescription(ApiSchemas schemas) {
        super(HttpConfiguration.SIDE);
        this.schemas = schemas;
    }

    @Override
    protected void describe(Operation operation, HandlerMethod method, ApiContract contract) {
        ApiResponses responses = new ApiResponses();
        responses.addApiResponse(String.valueOf(contract.status()), success(operation, contract));
        if (contract.tagged()) {
            responses.addApiResponse(
                    String.valueOf(HttpStatus.NOT_MODIFIED.value()),
                    withEntityTag(withCorrelation(new ApiResponse().description("The version of If-None-Match."))));
        }
        QueryProblemCodes.of(method, contract)
                .byStatus()
                .forEach((status, codes) -> responses.addApiResponse(
                        String.valueOf(status), withCorrelation(ProblemSchema.of(status, codes))));
        operation.setResponses(responses);
        List<Class<?>> arguments = List.of(method.getMethod().getParameterTypes());
        describeParameters(operation, contract, arguments.contains(ConsistencyToken.class));
        if (contract.body() != void.class) {
            operation.setRequestBody(new RequestBody().required(true).content(schemas.of(contract.body(), JSON)));
        }
    }

    private ApiResponse success(Operation operation, ApiContract contract) {
        HttpStatus status = HttpStatus.valueOf(contract.status());
        ApiResponse response = withCorrelation(
                new ApiResponse().description(status.getReasonPhrase()).content(content(operation, contract)));
        if (contract.tagged()) {
            withEntityTag(response);
        }
        if (status == HttpStatus.ACCEPTED) {
            response.addHeaderObject(HttpHeaders.LOCATION, ProblemSchema.header("The address of its progress."));
        }
        return response;
    }

    private Content content(Operation operation, ApiContract contract) {
        if (!JSON.contains(contract.media())) {
            return new Content().addMediaType(contract.media(), new MediaType().schema(ProblemSchema.text()));
        }
        return contract.answer() != void.class ? schemas.of(contract.answer(), JSON) : contentOf(operation);
    }

    private static boolean isStream(ApiContract contract) {
        return contract.media().equals(EVENT_STREAM);
    }

    private static ApiResponse withEntityTag(ApiResponse response) {
        return response.addHeaderObject(
                HttpHeaders.ETAG, ProblemSchema.header("The version of the answer; commands accept it in If-Match."));
    }

    private static void describeParameters(Operation operation, ApiContract contract, boolean takesToken) {
        for (String name : contract.parameters()) {
            if (operation.getParameters() != null) {
                // springdoc describes a parameter that selects the route as required.
                operation.getParameters().removeIf(known -> name.equals(known.getName()));
            }
            operation.addParametersItem(
                    new QueryParameter().name(name).required(false).schema(schema(name)));
        }
        if (takesToken) {
            add(operation, StockledgerHeaders.CONSISTENCY_TOKEN, "The answer is not older than this token.");
        }
        if (contract.tagged()) {
            add(operation, HttpHeaders.IF_NONE_MATCH, "The version that the caller has; answered 304 if unchanged.");
        }
        if (isStream(contract)) {
            add(operation, "Last-Event-ID", "The id of the last received event, which is not sent again.");
        }
        add(operation, CorrelationFilter.HEADER, "Names this request in the log.");
    }

    /** The limits of a query parameter, which has the same meaning at each address. */
    private static Schema<?> schema(String parameter) {
        return switch (parameter) {
            case "limit" -> typed("integer").minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Parameters.MAX_ITEMS));
            case Parameters.MAX_POINTS ->
                typed("integer").minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(Parameters.MOST_POINTS));
            case "inStock" -> typed("boolean");
            case "sku" ->
                typed("array")
                        .items(ProblemSchema.text().pattern(ID))
                        .minItems(1)
                        .maxItems(Parameters.MAX_ITEMS);
            case "counted" -> typed("integer").minimum(BigDecimal.ZERO).maximum(BigDecimal.valueOf(1_000_000_000));
            case Parameters.AS_OF, "countedAt" -> ProblemSchema.text().format("date-time");
            case "locationId" -> ProblemSchema.text().pattern(ID);
            case "on" -> ProblemSchema.text().format("date");
            case "minPrice", "maxPrice" -> ProblemSchema.text().pattern(AMOUNT);
            default -> ProblemSchema.text().minLength(1).maxLength(Parameters.MAX_TEXT_LENGTH);
        };
    }

    private static Schema<Object> typed(String type) {
        Schema<Object> schema = new Schema<>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }

    private static void add(Operation operation, String name, String description) {
        addHeader(operation, name, description, ProblemSchema.text());
    }
}
