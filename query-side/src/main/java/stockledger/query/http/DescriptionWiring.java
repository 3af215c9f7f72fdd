package stockledger.query.http;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;

/** The description of the API, under {@code /v3/api-docs}, and a page to read it, under {@code /swagger-ui.html}. */
@Configuration(proxyBeanMethods = false)
class DescriptionWiring {

    static {
        for (Class<?> id : List.of(Sku.class, LocationId.class, ReservationId.class, JobId.class)) {
            SpringDocUtils.getConfig()
                    .replaceWithSchema(id, ProblemSchema.text().pattern("^[A-Za-z0-9._-]{1,64}$"));
        }
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Parameters.class, ConsistencyToken.class, AcceptedEncoding.class);
    }

    /** The same wherever it is served; in a process that is both sides, the command side's serves for both. */
    @Bean
    @ConditionalOnMissingBean(OpenAPI.class)
    OpenAPI queryDescription() {
        return new OpenAPI().info(new Info().title("Stockledger").version("1")).servers(List.of(new Server().url("/")));
    }

    @Bean
    SchemaNames queryFormNames() {
        return new SchemaNames();
    }

    @Bean
    ApiSchemas queryForms() {
        return new ApiSchemas();
    }

    @Bean
    Description describedQuestions(ApiSchemas forms) {
        return new Description(forms);
    }

    @Bean
    OpenApiCustomizer describedQuerySide(ApiSchemas forms) {
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
