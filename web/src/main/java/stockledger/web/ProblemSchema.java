package stockledger.web;

import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** The schemas of problems: their members once, and for each status of an address its codes. */
public final class ProblemSchema {

    static final String NAME = "Problem";

    private static final String TYPE = "application/problem+json";

    /** The member with the codes that a response may have. */
    private static final String CODES = "x-codes";

    private static final Set<Integer> RETRYABLE = Set.of(429, 503, 507);

    private ProblemSchema() {}

    /**
     * The response of a status with one of these codes. The codes are no part of the schema: generated clients would have a type for each
     * combination of them.
     */
    public static ApiResponse of(int status, Collection<String> codes) {
        MediaType problemType =
                new MediaType().schema(new Schema<>(SpecVersion.V31).$ref("#/components/schemas/" + NAME));
        problemType.addExtension(CODES, List.copyOf(codes));
        ApiResponse problem = new ApiResponse()
                .description(String.join(", ", codes))
                .content(new Content().addMediaType(TYPE, problemType));
        if (RETRYABLE.contains(status)) {
            problem.addHeaderObject(HttpHeaders.RETRY_AFTER, header("Seconds to wait before the request is repeated."));
        }
        return problem;
    }

    /** A header with text. */
    public static Header header(String description) {
        return new Header().description(description).schema(text());
    }

    /** A string. */
    public static Schema<Object> text() {
        return typed("string");
    }

    private static Schema<Object> object() {
        return typed("object");
    }

    private static Schema<Object> typed(String type) {
        Schema<Object> schema = new Schema<>(SpecVersion.V31);
        schema.addType(type);
        return schema;
    }

    /** The amount is a string, so that no client rounds it. */
    static Schema<?> money() {
        Schema<?> money = object().addProperty("amount", text().pattern("^[0-9]{1,12}(\\.[0-9]{1,4})?$"))
                .addProperty("currency", text().pattern("^[A-Z]{3}$"));
        money.setRequired(List.of("amount", "currency"));
        money.setDescription("A price in a currency of ISO 4217, with no more decimals than the currency has.");
        return money;
    }

    /** The members of every problem; some problems have more. */
    static Schema<?> members() {
        Schema<?> member = object().addProperty("field", text())
                .addProperty("code", text())
                .addProperty("detail", text());
        Schema<?> problem = object().addProperty("type", text())
                .addProperty("title", text())
                .addProperty("status", typed("integer"))
                .addProperty("detail", text())
                .addProperty("code", text())
                .addProperty("errors", typed("array").items(member))
                .addProperty("traceId", text());
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "traceId"));
        problem.setDescription("Why a request failed (RFC 9457), with a stable code.");
        return problem;
    }
}
