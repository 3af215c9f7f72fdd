package stockledger.command.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.events.IncomingId;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.TransferId;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API, under {@code /v3/api-docs}, and a page to read it, under {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class DescriptionWiring {

    static {
        for (Class<?> id : List.of(Sku.class, LocationId.class, ReservationId.class, IncomingId.class, JobId.class)) {
            SpringDocUtils.getConfig().replaceWithSchema(id, id("^[A-Za-z0-9._-]{1,64}$"));
        }
        // The header that it comes from is described with the command.
        SpringDocUtils.getConfig().addAnnotationsToIgnore(IfMatchVersion.class);
        // A merge patch is read as it was written; its promises tell its form.
        SpringDocUtils.getConfig().replaceWithSchema(ObjectNode.class, new Schema<>(SpecVersion.V31));
        SpringDocUtils.getConfig().replaceWithSchema(TransferId.class, id("^[A-Za-z0-9._-]{1,97}$"));
    }

    private static Schema<?> id(String form) {
        return ProblemSchema.text().pattern(form);
    }

    /** The same wherever it is served: addresses are those of who reads it. */
    @Bean
    OpenAPI description() {
        return new OpenAPI().info(new Info().title("Stockledger").version("1")).servers(List.of(new Server().url("/")));
    }

    @Bean
    SchemaNames commandFormNames() {
        return new SchemaNames();
    }

    @Bean
    ApiSchemas commandForms() {
        return new ApiSchemas();
    }

    @Bean
    OperationCustomizer describedCommands(AsyncRequests later, List<BulkRowType> rows, ApiSchemas forms) {
        return new Description(later, rows, forms);
    }

    @Bean
    OpenApiCustomizer describedCommandSide(ApiSchemas forms) {
        return api -> {
            if (api.getComponents() == null) {
                api.setComponents(new Components());
            }
            api.getComponents().addSchemas(ProblemSchema.NAME, ProblemSchema.members());
            forms.addTo(api.getComponents());
            api.getComponents().addSchemas("Money", ProblemSchema.money());
        };
    }
}
