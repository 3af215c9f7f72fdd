package stockledger.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Objects;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Describes the endpoints of the command side, or of the query side, from their methods and {@link ApiContract}. */
public abstract class ApiDescription implements OperationCustomizer {

    private final CqrsSide side;

    protected ApiDescription(CqrsSide side) {
        this.side = side;
    }

    @Override
    public final Operation customize(Operation operation, HandlerMethod method) {
        ApiContract contract = method.getMethodAnnotation(ApiContract.class);
        if (contract != null && side.owns(method)) {
            name(operation, method, contract);
            describe(operation, method, contract);
        }
        return operation;
    }

    /** Describes headers, body and responses. */
    protected abstract void describe(Operation operation, HandlerMethod method, ApiContract contract);

    /** Sets names that do not depend on which other endpoints are described. */
    private static void name(Operation operation, HandlerMethod method, ApiContract contract) {
        String controller = method.getBeanType().getSimpleName().replaceAll("Controller$", "");
        operation.setOperationId(contract.id().isEmpty() ? method.getMethod().getName() + controller : contract.id());
        operation.setSummary(contract.summary());
    }

    /** The content that springdoc found by the method's return type. */
    protected static Content contentOf(Operation operation) {
        return operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new Content());
    }

    /** Adds the correlation id that every response carries. */
    protected static ApiResponse withCorrelation(ApiResponse response) {
        return response.addHeaderObject(
                CorrelationFilter.HEADER, ProblemSchema.header("Finds this request in the log."));
    }

    /** Adds an optional request header. */
    protected static void addHeader(Operation operation, String name, String description, Schema<?> schema) {
        operation.addParametersItem(new HeaderParameter()
                .name(name)
                .description(description)
                .required(false)
                .schema(schema));
    }
}
