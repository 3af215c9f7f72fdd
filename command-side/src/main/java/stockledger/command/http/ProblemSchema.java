package stockledger.command.http;

import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Collection;
import java.util.List;

/** How problems are described: their members once, and for each status of an address the codes that it may carry. */
final class ProblemSchema {

    static final String NAME = "Problem";

    private static final String TYPE = "application/problem+json";

    private ProblemSchema() {}

    static ApiResponse of(Collection<String> codes) {
        StringSchema code = new StringSchema();
        codes.forEach(code::addEnumItem);
        Schema<?> narrowed = new ObjectSchema().addProperty("code", code);
        Schema<?> schema = new Schema<>()
                .addAllOfItem(new Schema<>().$ref("#/components/schemas/" + NAME))
                .addAllOfItem(narrowed);
        return new ApiResponse()
                .description(String.join(", ", codes))
                .content(new Content().addMediaType(TYPE, new MediaType().schema(schema)));
    }

    /** The members of every problem; a refusal adds its facts. */
    static Schema<?> members() {
        Schema<?> member = new ObjectSchema()
                .addProperty("field", new StringSchema())
                .addProperty("code", new StringSchema())
                .addProperty("detail", new StringSchema());
        Schema<?> problem = new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("code", new StringSchema())
                .addProperty("errors", new ArraySchema().items(member))
                .addProperty("traceId", new StringSchema());
        problem.setRequired(List.of("type", "title", "status", "detail", "code", "traceId"));
        problem.setDescription("Why a request was not carried out (RFC 9457), with a code that stays.");
        return problem;
    }
}
